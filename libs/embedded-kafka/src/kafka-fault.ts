/** What stands in the way of a broker of our own. */
export type KafkaFaultCode =
  | 'JAVA_MISSING'
  | 'JARS_MISSING'
  | 'FOLDER_TAKEN'
  | 'OTHER_CLUSTER'
  | 'USER_REFUSED'
  | 'PORT_TAKEN'
  | 'FORMAT_FAILED'
  | 'BROKER_EXITED'
  | 'BROKER_SILENT';

/** The broker cannot start; the message is a sentence for the person at the terminal, with the way out. */
export class KafkaFault extends Error {
  readonly code: KafkaFaultCode;

  constructor(code: KafkaFaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = KafkaFault.name;
    this.code = code;
  }
}

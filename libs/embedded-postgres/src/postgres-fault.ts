/** What stands in the way of a database of our own. */
export type PostgresFaultCode =
  | 'BINARIES_MISSING'
  | 'NO_ACCOUNT'
  | 'OTHER_MAJOR'
  | 'INITDB_FAILED'
  | 'PORT_TAKEN'
  | 'ORPHAN_STAYS'
  | 'OWNER_SILENT'
  | 'SERVER_EXITED';

/** The database cannot start; the message is a sentence for the person at the terminal, with the way out. */
export class PostgresFault extends Error {
  readonly code: PostgresFaultCode;

  constructor(code: PostgresFaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = PostgresFault.name;
    this.code = code;
  }
}

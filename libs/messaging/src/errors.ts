/** A message on one of our topics that the relay never wrote; names the headers that are wrong, never their values. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
}

/** The brokers are not as our topics need them; its words are ours, and may be shown. */
export class BrokersNotReady extends Error {
  override readonly name = 'BrokersNotReady';

  constructor(
    readonly code: 'TOO_FEW_BROKERS' | 'NO_LEADER',
    message: string,
  ) {
    super(message);
  }
}

/** A send to a topic that has failed; its cause is what the library says. */
export class SendFailed extends Error {
  override readonly name = 'SendFailed';

  constructor(
    readonly topic: string,
    cause: unknown,
  ) {
    super(topic, { cause });
  }
}

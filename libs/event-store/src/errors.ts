/** Someone appended between our read and our append. Caught in one place: `decideOn`. */
export class VersionConflict extends Error {
  override readonly name = 'VersionConflict';
}

/** So many others append that a command found no turn. At the edge 503 with Retry-After; in a reaction no attempt. */
export class StreamBusy extends Error {
  override readonly name = 'StreamBusy';
}

/** A key was used before with another body. */
export class KeyReused extends Error {
  override readonly name = 'KeyReused';

  constructor(
    readonly key: string,
    /** The stream that the first use made or changed. */
    readonly streamId: string,
  ) {
    super(`${key} was used with another body`);
  }
}

/** The database is away, or too slow to say. Nothing is lost; ask again with the same key. */
export class LedgerUnavailable extends Error {
  override readonly name: string = 'LedgerUnavailable';
}

/** The connection broke between sending and answer: the command may have happened. Caught in `decideOn`. */
export class OutcomeUnknown extends LedgerUnavailable {
  override readonly name = 'OutcomeUnknown';
}

/** The caller's key is taken: nothing of it was written. Caught in `decideOn`, which reads the key's row again. */
export class KeyTaken extends Error {
  override readonly name = 'KeyTaken';
}

/** A fact was stamped too long ago, or by a clock that is off. Caught in `decideOn`, which decides again. */
export class StaleStamp extends Error {
  override readonly name = 'StaleStamp';
}

/** A file that the facts name was swept or erased since it was looked up. */
export class FileGone extends Error {
  override readonly name = 'FileGone';
}

/** The writer may not write this event type, or not for this service: a fault of ours, never of the caller. */
export class NotTheWriter extends Error {
  override readonly name = 'NotTheWriter';
}

/** A checkpoint names an event that is not there: the ledger was taken back. Readers stop. */
export class LedgerWentBack extends Error {
  override readonly name = 'LedgerWentBack';
}

/** The subscription is another process's now. */
export class NotTheHolder extends Error {
  override readonly name = 'NotTheHolder';
}

/** A subscription sets too many events aside: the fault is not theirs. */
export class TooManyDeadLetters extends Error {
  override readonly name = 'TooManyDeadLetters';
}

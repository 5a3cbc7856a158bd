import type { EventMeta } from './event.js';

/** What a command did, for its answer: the stream as it stands after it, and the facts it added. */
export interface Decided<State = unknown> {
  readonly streamId: string;
  /** The stream folded to `version`. */
  readonly state: State;
  /** Version of the stream after the command; the ETag of the answer. */
  readonly version: number;
  /** Position of the newest event of the stream at that version: what a list must have read to show it. */
  readonly position: number;
  /** The facts this command added to the stream, oldest first; none when it was already so. */
  readonly events: readonly { readonly type: string; readonly meta: EventMeta }[];
  /** Whether the answer was made again: for an `Idempotency-Key`, or for a claim of the same content. */
  readonly replayed: boolean;
  readonly wasClaimed: boolean;
}

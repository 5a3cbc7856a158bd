import type { z } from 'zod';

/** The services that write facts; `audit` writes seals only, and owns no event. */
export type Service = 'intake' | 'routing' | 'supervision' | 'feedback' | 'vault';

/** What the ledger must know of one event type to let it in. */
export interface EventEntry {
  /** The only writer. */
  readonly owner: Service;
  /** Further writers, where one append names what another service owns. */
  readonly alsoBy?: readonly Service[];
  readonly schemaVersion: number;
  /** Strict: a payload is held against it at the append. */
  readonly schema: z.ZodType;
  /** Payload field that holds the claimed instant of the fact; without one it is the instant of the request. */
  readonly claimedAt?: string;
  /** Permanent keys that point to the stream from the moment of the fact: `case-no:ZY20250807000001`. */
  // Written as a method: the compiler compares method parameters loosely, so a function of one payload type fits here.
  keys?(data: object): readonly string[];
}

/** Event types of the streams that the ledger carries; each library publishes its part. */
export type EventCatalogue = Readonly<Record<string, EventEntry>>;

/** Brings a stored payload to the newest shape. @throws Error at a version it does not know */
export type Upcast = (type: string, schemaVersion: number, data: unknown) => unknown;

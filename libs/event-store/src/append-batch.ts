import { byteaArray, hexArray, int4Array, textArray, timestamptzArray, uuidArray } from './binary-array.js';
import type { Hashed } from './recorded-event.js';

/** One caller's part of a batch: all of it is written, or nothing. */
export interface Entry {
  readonly tenantId: string;
  readonly service: string;
  readonly heads: readonly { readonly streamId: string; readonly version: number; readonly hash: string }[];
  readonly keys: readonly KeyRow[];
  readonly sealed: readonly {
    readonly ref: string;
    readonly wrappedKey: Uint8Array;
    readonly ciphertext: Uint8Array;
  }[];
  readonly fileRefs: readonly string[];
  readonly events: readonly (Hashed & { readonly hash: string })[];
}

/** A key as it is written by the append that uses it first. */
export interface KeyRow {
  readonly key: string;
  readonly bodyHmac?: Uint8Array;
  readonly streamId: string;
  readonly firstVersion: number;
  readonly lastVersion: number;
  /** Absent: for ever. */
  readonly seconds?: number;
}

const PARAMETERS = Array.from({ length: 37 }, (_, index) => `$${index + 1}`).join(', ');

/** The call of `ledger.append` for a batch. @throws TypeError, RangeError when an entry cannot be told in SQL types */
export const appendQuery = (sentAt: string, entries: readonly Entry[]) => ({
  name: 'append',
  text: `select outcomes, first_position from ledger.append(${PARAMETERS})`,
  values: [sentAt, ...callerArrays(entries), ...keyArrays(entries), ...vaultArrays(entries), ...eventArrays(entries)],
});

/** Items of all entries, each with the number of its caller, which counts from 1. */
class Column<Item> {
  private readonly callers: number[] = [];
  private readonly items: Item[] = [];

  constructor(entries: readonly Entry[], pick: (entry: Entry) => readonly Item[]) {
    entries.forEach((entry, index) => {
      for (const item of pick(entry)) {
        this.callers.push(index + 1);
        this.items.push(item);
      }
    });
  }

  get caller(): Buffer {
    return int4Array(this.callers);
  }

  of<Value>(pick: (item: Item) => Value): Value[] {
    return this.items.map(pick);
  }
}

function callerArrays(entries: readonly Entry[]): Buffer[] {
  const heads = new Column(entries, (entry) => entry.heads);
  return [
    textArray(entries.map(({ tenantId }) => tenantId)),
    textArray(entries.map(({ service }) => service)),
    heads.caller,
    textArray(heads.of(({ streamId }) => streamId)),
    int4Array(heads.of(({ version }) => version)),
    hexArray(heads.of(({ hash }) => hash)),
  ];
}

function keyArrays(entries: readonly Entry[]): Buffer[] {
  const keys = new Column(entries, (entry) => entry.keys);
  return [
    keys.caller,
    textArray(keys.of(({ key }) => key)),
    byteaArray(keys.of(({ bodyHmac }) => bodyHmac)),
    textArray(keys.of(({ streamId }) => streamId)),
    int4Array(keys.of(({ firstVersion }) => firstVersion)),
    int4Array(keys.of(({ lastVersion }) => lastVersion)),
    int4Array(keys.of(({ seconds }) => seconds)),
  ];
}

function vaultArrays(entries: readonly Entry[]): Buffer[] {
  const sealed = new Column(entries, (entry) => entry.sealed);
  const files = new Column(entries, ({ fileRefs }) => fileRefs);
  return [
    sealed.caller,
    textArray(sealed.of(({ ref }) => ref)),
    byteaArray(sealed.of(({ wrappedKey }) => wrappedKey)),
    byteaArray(sealed.of(({ ciphertext }) => ciphertext)),
    files.caller,
    textArray(files.of((ref) => ref)),
  ];
}

function eventArrays(entries: readonly Entry[]): Buffer[] {
  const events = new Column(entries, (entry) => entry.events);
  return [
    events.caller,
    textArray(events.of(({ streamId }) => streamId)),
    int4Array(events.of(({ streamVersion }) => streamVersion)),
    uuidArray(events.of(({ eventId }) => eventId)),
    textArray(events.of(({ eventType }) => eventType)),
    int4Array(events.of(({ schemaVersion }) => schemaVersion)),
    timestamptzArray(events.of(({ occurredAt }) => occurredAt)),
    timestamptzArray(events.of(({ recordedAt }) => recordedAt)),
    textArray(events.of(({ actor }) => actor)),
    textArray(events.of(({ correlationId }) => correlationId)),
    uuidArray(events.of(({ causationId }) => causationId)),
    uuidArray(events.of(({ commandId }) => commandId)),
    textArray(events.of(({ classification }) => classification)),
    textArray(events.of(({ hashAlg }) => hashAlg)),
    hexArray(events.of(({ prevHash }) => prevHash)),
    hexArray(events.of(({ hash }) => hash)),
    textArray(events.of(({ data }) => data)),
  ];
}

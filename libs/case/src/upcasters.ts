import { caseCatalogue } from './case-events.js';

/** Brings a payload of version N to version N + 1. */
export type Upcaster = (data: unknown) => unknown;

/** Of each event type its newest version, and the upcasters from version 1 on, in order: one fewer than the version. */
export type UpcasterTable = Readonly<
  Record<string, { readonly schemaVersion: number; readonly upcasters: readonly Upcaster[] }>
>;

/** A stored event is of a version that this build does not know: it must not guess, nor go on. */
export class UnknownEventVersion extends Error {
  override readonly name = 'UnknownEventVersion';

  constructor(type: string, schemaVersion: number, newest: number) {
    super(`${type} of version ${schemaVersion} is unknown here: this build knows versions 1 to ${newest}`);
  }
}

/**
 * Makes the chain of a table. A type that the table does not name passes as it is: nobody here reads it.
 * @throws UnknownEventVersion from the chain, at a version it does not know
 */
export const upcastingBy =
  (table: UpcasterTable) =>
  (type: string, schemaVersion: number, data: unknown): unknown => {
    const known = Object.hasOwn(table, type) ? table[type] : undefined;
    if (!known) return data;
    if (schemaVersion < 1 || schemaVersion > known.schemaVersion) {
      throw new UnknownEventVersion(type, schemaVersion, known.schemaVersion);
    }
    if (schemaVersion === known.schemaVersion) return data;
    return known.upcasters.slice(schemaVersion - 1).reduce((older, upcaster) => upcaster(older), data);
  };

const everyTypeAtItsFirst: UpcasterTable = Object.fromEntries(
  Object.entries(caseCatalogue).map(([type, { schemaVersion }]) => [type, { schemaVersion, upcasters: [] }]),
);

/** The payload of a stored case event in its newest shape. @throws UnknownEventVersion at a version it does not know */
export const upcast = upcastingBy(everyTypeAtItsFirst);

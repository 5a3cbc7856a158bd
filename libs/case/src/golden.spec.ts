import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '@bihuan/kernel';
import { caseCatalogue } from './case-events.js';
import { scanForIdentity } from './identity.js';
import { upcast } from './upcasters.js';

interface Golden {
  readonly eventType: string;
  readonly schemaVersion: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly hash: string;
  readonly globalPosition: number;
  readonly streamId: string;
}

const folder = join(import.meta.dirname, 'golden');
const names = readdirSync(folder).toSorted();
const goldens = new Map(
  names.map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8')) as Golden] as const),
);
const goldenOf = (name: string): Golden => goldens.get(name) as Golden;

/** One version each, from the first on: what was shipped once must be read for ever. */
const expected = Object.entries(caseCatalogue).flatMap(([type, { schemaVersion }]) =>
  Array.from({ length: schemaVersion }, (_, index) => `${type}.v${index + 1}.json`),
);

const newest = Object.entries(caseCatalogue).map(([type, { schemaVersion }]) => `${type}.v${schemaVersion}.json`);

describe('the goldens', () => {
  it('are one recorded event of each type and version, and no other', () => {
    expect(names).toEqual(expected.toSorted());
  });
});

describe('a recorded event', () => {
  it.each(names)('%s says its type and version', (name) => {
    const { eventType, schemaVersion } = goldenOf(name);
    expect(`${eventType}.v${schemaVersion}.json`).toBe(name);
  });

  it.each(names)('%s is read by today’s strict schema, brought to its newest shape', (name) => {
    const { eventType, schemaVersion, data } = goldenOf(name);
    const upcasted = upcast(eventType, schemaVersion, data);
    expect(caseCatalogue[eventType]?.schema.parse(upcasted)).toEqual(upcasted);
  });

  it.each(newest)('%s, of the newest version, is read as it was written', (name) => {
    const { eventType, schemaVersion, data } = goldenOf(name);
    expect(upcast(eventType, schemaVersion, data)).toBe(data);
  });

  it.each(names)('%s has the hash of what it says, so nobody has edited it', (name) => {
    const { globalPosition: _, hash, ...hashed } = goldenOf(name);
    expect(createHash('sha256').update(canonicalJson(hashed)).digest('hex')).toBe(hash);
  });

  it.each(names)('%s tells of no person', (name) => {
    const { eventType: type, data } = goldenOf(name);
    expect(scanForIdentity({ type, data })).toEqual([]);
  });

  it.each(['13987654321', '53030219800101123X'])('with a planted %s is found out', (planted) => {
    const { eventType: type, data } = goldenOf('CaseRegistered.v1.json');
    expect(scanForIdentity({ type, data: { ...data, externalTicketNo: planted } })).toEqual(['/externalTicketNo']);
  });

  it('with a field that no schema knows is refused', () => {
    const { eventType, data } = goldenOf('CaseAccepted.v1.json');
    expect(caseCatalogue[eventType]?.schema.safeParse({ ...data, phone: '1' }).success).toBe(false);
  });
});

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { caseCatalogue, scanForIdentity } from '@bihuan/case';
import { asSuperuser } from '../support/embedded-url.js';
import { expectOk } from '../support/journey.js';
import { newDataDir, removeDataDir, type Standalone, startStandalone } from '../support/standalone.js';
import { everyFact, secrets } from './every-fact.js';

type Told = Readonly<Record<string, unknown>> & { eventType: string; schemaVersion: number; data: object };

const GOLDENS = 'libs/case/src/golden';
const types = Object.keys(caseCatalogue).toSorted();
const dataDir = newDataDir();
let house: Standalone;
/** The first fact of each type, as the feed tells it. */
let first: ReadonlyMap<string, Told>;

/** Writes what has no golden yet; one that is there is what was shipped, and stays. */
const keep = (told: Told): void => {
  const event = Object.fromEntries(Object.entries(told).filter(([name]) => name !== 'cursor')) as Told;
  const name = `${event.eventType}.v${event.schemaVersion}.json`;
  if (readdirSync(GOLDENS).includes(name)) return;
  writeFileSync(join(GOLDENS, name), `${JSON.stringify(event, null, 2)}\n`);
};

/** Names in an envelope; the cursor is the feed's, and not every fact has a cause in the ledger. */
const envelopeOf = (told: Told): string[] =>
  Object.keys(told)
    .filter((name) => name !== 'cursor' && name !== 'causationId')
    .toSorted();

beforeAll(async () => {
  house = await startStandalone(dataDir, { BIHUAN_TEST_CLOCK: '1' });
  await everyFact(house);
  const { text } = expectOk(await house.as('auditor-1').get('/v1/audit/feed', { accept: 'application/x-ndjson' }), 200);
  const events = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Told);
  first = new Map(events.toReversed().map((event) => [event.eventType, event]));
  if (process.env['UPDATE_GOLDENS'] === '1') first.forEach(keep);
}, 180_000);
afterAll(async () => {
  await house.stop();
  removeDataDir(dataDir);
});

describe('every type of fact, recorded today', () => {
  it('was recorded', () => {
    expect([...first.keys()].toSorted()).toEqual(types);
  });

  it.each(types)('%s has the envelope of its golden', (type) => {
    const { schemaVersion } = first.get(type) as Told;
    const golden = JSON.parse(readFileSync(join(GOLDENS, `${type}.v${schemaVersion}.json`), 'utf8')) as Told;
    expect(envelopeOf(first.get(type) as Told)).toEqual(envelopeOf(golden));
  });
});

/** Places that hold one of the texts: `ledger.events`, `intake.case_list` … */
const rowsWith = async (...texts: readonly string[]): Promise<string[]> => {
  const tables = await asSuperuser<{ name: string }>(
    dataDir,
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const patterns = `array[${texts.map((text) => `'%${text}%'`).join(', ')}]`;
  const holding = tables.map(
    ({ name }) =>
      `select '${name}' as place where exists (select 1 from ${name} t where t::text like any(${patterns}))`,
  );
  return (await asSuperuser<{ place: string }>(dataDir, holding.join(' union all '))).map(({ place }) => place);
};

const words = Object.values(secrets);
const tellsOfAPerson = (fact: { type: string; data: object }): boolean =>
  scanForIdentity(fact).length > 0 || words.some((word) => JSON.stringify(fact.data).includes(word));

describe('names, numbers and words of people (I-23)', () => {
  it('stand in no fact of any stream', async () => {
    const facts = await asSuperuser<{ type: string; data: object }>(dataDir, 'select type, data from ledger.events');
    expect(facts.length).toBeGreaterThan(100);
    expect(facts.filter(tellsOfAPerson)).toEqual([]);
  });

  it('stand in no row of any table', async () => {
    expect(await rowsWith(...words)).toEqual([]);
  });

  it('stand in no line of the log, not even when a caller puts them where they do not belong', async () => {
    const { phone, name, idNo } = secrets;
    const clerk = house.as('clerk-1');
    const answers = await Promise.all([
      clerk.get(`/v1/intake/cases?externalTicketNo=${phone}&status=${encodeURIComponent(name)}`),
      clerk.get(`/v1/intake/cases/${phone}`),
      clerk.get(`/v1/${idNo}/${encodeURIComponent(name)}`),
      clerk.post('/v1/intake/cases', { phone, [name]: idNo }),
      house.stranger(`bh_${phone}_${idNo}`).get('/v1/intake/cases'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 404, 400, 401]);
    expect(words.filter((word) => house.output().includes(word))).toEqual([]);
  });

  it('would be found: a code that is no secret is', async () => {
    expect(await rowsWith('5303030020014B001')).toEqual(
      expect.arrayContaining(['ledger.events', 'intake.case_list', 'reference.document']),
    );
    expect(house.output()).toContain('zjj-handler-1');
  });
});

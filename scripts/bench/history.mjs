import { CaseJourney } from './case-journey.mjs';
import { built, lib } from './built.mjs';
import { randomFrom } from './figures.mjs';
import { HttpClient } from './http-client.mjs';
import { settled } from './subscription-lag.mjs';

const CALLERS = 8;
const EVENTS_AN_INSERT = 5_000;
// What names a case and everything that belongs to it: a copy has other names of the same length.
const NAMES = /([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|ZY20\d{12})/;

const STORED = `select tenant_id, stream_id, version, event_id, type, schema_version, occurred_at, recorded_at,
    actor::text as actor, correlation_id, causation_id, command_id, service, classification, hash_alg, data::text as data
  from ledger.events where stream_id like 'case-%' order by position`;

/** Lets the product live so many cases and tells their events as they are stored, a list a case. */
export async function livedCases({ baseUrl, keys }, admin, cases) {
  const http = new HttpClient(baseUrl, CALLERS);
  const journey = new CaseJourney(http, keys, randomFrom(1));
  for (let left = cases; left > 0; left -= CALLERS)
    await Promise.all(Array.from({ length: Math.min(CALLERS, left) }, () => journey.once()));
  http.close();
  await settled(admin);
  const { sqlTypes: types } = await built('libs/event-store/src/sql-types.js');
  const { rows } = await admin.query({ text: STORED, types });
  return [...Map.groupBy(rows, (row) => row.stream_id).values()];
}

/**
 * Adds copies of cases to the ledger, so many events in all: other names, right hashes, `open` cases on their way at any
 * moment, what was appended together together. Written past `ledger.append`, for it is not what is measured.
 */
export async function fillLedger(admin, lived, { events, open, random, tell }) {
  const [copyOf, insert] = await Promise.all([copier(), inserter(admin)]);
  const nextCase = () => appendsOf(copyOf(lived[random(lived.length)]));
  const running = Array.from({ length: open }, nextCase);
  let [written, pending, cases] = [0, [], open];
  while (written < events) {
    const which = random(open);
    pending.push(...running[which].shift());
    if (running[which].length === 0) {
      running[which] = nextCase();
      cases += 1;
    }
    if (pending.length < Math.min(EVENTS_AN_INSERT, events - written)) continue;
    await insert(pending);
    written += pending.length;
    pending = [];
    tell(written);
  }
  return { events: written, cases };
}

/** The events of a case by the append that wrote them: one command, or one reaction. */
const appendsOf = (events) => [...Map.groupBy(events, (event) => event.command_id).values()];

async function copier() {
  const [{ newId }, { FIRST_PREVIOUS_HASH, hashOf }] = await Promise.all([
    lib('kernel'),
    built('libs/event-store/src/recorded-event.js'),
  ]);
  let cases = 0;
  return (rows) => {
    cases += 1;
    const caseNo = `ZY20${String(cases).padStart(12, '0')}`;
    const names = new Map();
    const nameOf = (name) => {
      if (!names.has(name)) names.set(name, name.startsWith('ZY') ? caseNo : newId());
      return names.get(name);
    };
    let hash = FIRST_PREVIOUS_HASH;
    return rows.map((row) => {
      const copy = JSON.parse(renamed(JSON.stringify(row), nameOf));
      const prevHash = hash;
      hash = hashOf(hashedOf(copy, prevHash));
      return { ...copy, prev_hash: prevHash, hash };
    });
  };
}

const renamed = (text, nameOf) =>
  text
    .split(NAMES)
    .map((part, index) => (index % 2 === 1 ? nameOf(part) : part))
    .join('');

const hashedOf = (row, prevHash) => ({
  actor: row.actor,
  causationId: row.causation_id ?? undefined,
  classification: row.classification,
  commandId: row.command_id,
  correlationId: row.correlation_id,
  data: row.data,
  eventId: row.event_id,
  eventType: row.type,
  hashAlg: row.hash_alg,
  occurredAt: row.occurred_at,
  prevHash,
  recordedAt: row.recorded_at,
  schemaVersion: row.schema_version,
  service: row.service,
  streamId: row.stream_id,
  streamVersion: row.version,
  tenantId: row.tenant_id,
});

async function inserter(admin) {
  const to = await built('libs/event-store/src/binary-array.js');
  const columns = {
    tenant_id: ['text', to.textArray],
    stream_id: ['text', to.textArray],
    version: ['int', to.int4Array],
    event_id: ['uuid', to.uuidArray],
    type: ['text', to.textArray],
    schema_version: ['int', to.int4Array],
    occurred_at: ['timestamptz', to.timestamptzArray],
    recorded_at: ['timestamptz', to.timestamptzArray],
    actor: ['text', to.textArray],
    correlation_id: ['text', to.textArray],
    causation_id: ['uuid', to.uuidArray],
    command_id: ['uuid', to.uuidArray],
    service: ['text', to.textArray],
    classification: ['text', to.textArray],
    hash_alg: ['text', to.textArray],
    prev_hash: ['bytea', to.hexArray],
    hash: ['bytea', to.hexArray],
    data: ['text', to.textArray],
  };
  const names = Object.keys(columns);
  const stored = names.map((name) => (name === 'actor' || name === 'data' ? `${name}::json` : name));
  const arrays = Object.values(columns).map(([type], index) => `$${index + 1}::${type}[]`);
  const text = `insert into ledger.events (position, ${names.join(', ')})
    select nextval('ledger.position'), ${stored.join(', ')} from unnest(${arrays.join(', ')}) as e(${names.join(', ')})`;
  return (rows) =>
    admin.query(
      text,
      Object.entries(columns).map(([name, [, array]]) => array(rows.map((row) => row[name]))),
    );
}

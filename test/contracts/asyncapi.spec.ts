import { Parser } from '@asyncapi/parser';
import { caseCatalogue, type Golden } from '@bihuan/case';
import { subjectCatalogue } from '@bihuan/vault';
import { Ajv } from 'ajv';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { houseCatalogue as catalogue } from '@bihuan/serving';
import { newDataDir, removeDataDir, type Standalone, startStandalone } from '../support/standalone.js';
import { incompatibleChanges, type MessagesDocument } from './incompatible-changes.js';

type Message = MessagesDocument['channels'][string]['messages'][string] & { readonly examples?: readonly object[] };

const FILE = 'docs/asyncapi.yaml';
const GOLDENS = 'libs/case/src/golden';
const RELEASED = 'docs/released/asyncapi.yaml';
const text = readFileSync(FILE, 'utf8');

/** Severities of an error and of a warning. */
const FAULTS: ReadonlySet<number> = new Set([0, 1]);
/** References resolved, traits applied; and what is wrong with it. */
async function parsed(source: string): Promise<{ document: MessagesDocument; faults: object[] }> {
  const { document: made, diagnostics } = await new Parser().parse(source);
  const faults = diagnostics
    .filter(({ severity }) => FAULTS.has(severity))
    .map(({ message, path }) => ({ message, path }));
  const { channels = {} } = made?.json<MessagesDocument>() ?? {};
  return { document: { channels }, faults };
}

const { document, faults } = await parsed(text);
const messagesOf = (address: string): [string, Message][] =>
  Object.values(document.channels)
    .filter((channel) => channel.address === address)
    .flatMap(({ messages }) => Object.entries(messages));
const typesOf = (address: string): string[] => messagesOf(address).map(([name]) => name.replace(/\.v\d+$/, ''));

const CASES = 'bihuan.case-events.v1';
const OTHERS = 'bihuan.other-events.v1';
const UNIT = 'bihuan.unit.{tenant}.{unitId}.v1';
const NOTICES = 'bihuan.dead-letters.v1';
const ofCases = new Map(messagesOf(CASES));
const ofUnits = new Map(messagesOf(UNIT));

type Recorded = Golden & Readonly<Record<string, unknown>>;
const goldens = readdirSync(GOLDENS)
  .toSorted()
  .map((name) => JSON.parse(readFileSync(join(GOLDENS, name), 'utf8')) as Recorded);
const nameOf = ({ eventType, schemaVersion }: Golden): string => `${eventType}.v${schemaVersion}`;

// Patterns say what the formats mean.
const formats = Object.fromEntries(['uuid', 'hash', 'ref', 'date', 'date-time'].map((name) => [name, true as const]));
const ajv = new Ajv({ strict: false, allErrors: true, formats });
const faultsOf = (schema: object | undefined, value: unknown): string[] => {
  const validate = ajv.compile(schema ?? false);
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};

/** Header fields of an event on `bihuan.case-events.v1`, and what of the envelope each holds. */
const headersOf = (event: Recorded): Record<string, unknown> => {
  const { hash, hashAlg, prevHash, ...at } = event;
  return {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: at['eventId'],
    ce_source: `/tenants/${String(at['tenantId'])}/cases`,
    ce_type: `bihuan.${String(at['streamType'])}.${at.eventType}.v1`,
    ce_subject: String(at['streamId']).replace(`${String(at['streamType'])}-`, ''),
    ce_time: at['recordedAt'],
    ce_sequence: String(at['streamVersion']),
    ce_position: String(at['globalPosition']),
    ce_cursor: 'opaque',
    ce_epoch: '1',
    ce_schemaversion: String(at.schemaVersion),
    ce_actor: JSON.stringify(at['actor']),
    ce_occurredat: at['occurredAt'],
    ce_correlationid: at['correlationId'],
    ce_causationid: at['causationId'],
    ce_commandid: at['commandId'],
    ce_service: at['service'],
    ce_classification: at['classification'],
    traceparent: `00-${String(at['correlationId'])}-00f067aa0ba902b7-01`,
    ce_hashalg: hashAlg,
    ce_hash: hash,
    ce_prevhash: prevHash,
  };
};
const registered = goldens.find(({ eventType }) => eventType === 'CaseRegistered') as Recorded;

describe('the document of all messages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bihuan-asyncapi-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is what the build says today; `npm run asyncapi` writes it anew', () => {
    const today = join(folder, 'asyncapi.yaml');
    execFileSync(process.execPath, ['scripts/asyncapi.mjs', today], { stdio: 'inherit' });
    expect(readFileSync(today, 'utf8')).toBe(text);
  }, 60_000);

  it('is valid AsyncAPI 3', () => {
    expect(faults).toEqual([]);
    expect(text).toMatch(/^asyncapi: 3\./);
  });

  it('would be found out if it were not', async () => {
    const planted = await parsed('asyncapi: 3.0.0\ninfo: { title: Planted }\n');
    expect(planted.faults).toContainEqual(expect.objectContaining({ path: ['info'] }));
  });

  it('breaks nobody who reads by the released one; what breaks somebody is a new message or topic', async () => {
    const released = await parsed(readFileSync(RELEASED, 'utf8'));
    expect(Object.keys(released.document.channels).length).toBeGreaterThan(3);
    expect(incompatibleChanges(released.document, document)).toEqual([]);
  }, 30_000);
});

describe('the product', () => {
  const dataDir = newDataDir();
  let house: Standalone;

  beforeAll(async () => {
    house = await startStandalone(dataDir, { BIHUAN_DEMO_TENANT: 'none' });
  }, 120_000);
  afterAll(async () => {
    await house.stop();
    removeDataDir(dataDir);
  });

  it('shows the same document to everybody, as JSON', async () => {
    const { status, body } = await house.stranger().get('/asyncapi.json');
    expect([status, body]).toEqual([200, parse(text)]);
  });
});

describe('every type of event', () => {
  const subjects = Object.keys(subjectCatalogue);

  it('that the ledger takes is told in one topic: of a case, or of another stream', () => {
    const told = [...typesOf(CASES), ...typesOf(OTHERS)];
    expect(told.toSorted()).toEqual(
      Object.keys(catalogue)
        .filter((type) => !subjects.includes(type))
        .toSorted(),
    );
    expect(typesOf(CASES)).toEqual(Object.keys(caseCatalogue));
  });

  it('of a subject is told nowhere', () => {
    expect(subjects.length).toBeGreaterThan(4);
    expect(subjects.filter((type) => text.includes(type))).toEqual([]);
  });

  it('of a unit’s topic is one of a case, after the message that a part begins with', () => {
    const [first, ...facts] = typesOf(UNIT);
    expect(first).toBe('CaseHandedToUnit');
    expect(facts.filter((type) => !(type in caseCatalogue))).toEqual([]);
  });
});

describe('the body of a message', () => {
  it.each(goldens.map(nameOf))('%s is that of its golden', (name) => {
    const golden = goldens.find((one) => nameOf(one) === name);
    expect(faultsOf(ofCases.get(name)?.payload, golden?.data)).toEqual([]);
  });

  it('that lacks a field, or holds another value, is found out', () => {
    const { caseId: _, ...data } = registered.data as { caseId: string };
    expect(faultsOf(ofCases.get('CaseRegistered.v1')?.payload, { ...data, channel: 'PIGEON' })).toEqual([
      " must have required property 'caseId'",
      '/channel must be equal to one of the allowed values',
    ]);
  });

  it('may have more fields one day: a reader passes over them', () => {
    const data = { ...(registered.data as object), added: 1 };
    expect(faultsOf(ofCases.get('CaseRegistered.v1')?.payload, data)).toEqual([]);
    expect(text).not.toContain('additionalProperties');
  });

  it('of a unit’s topic tells nothing that a unit is not told (events §7)', () => {
    const bodies = [...ofUnits.values()].map(({ payload, examples }) => JSON.stringify({ payload, examples }));
    const removed = ['reporterId', 'subjectRef', 'finderOrgId', 'delegation', 'accusedUnitIds', 'addressRef'];
    expect(removed.filter((field) => bodies.some((body) => body.includes(`"${field}"`)))).toEqual([]);
    const callback = ofUnits.get('CallbackCompleted.v1')?.payload;
    expect(callback).toMatchObject({ properties: { satisfaction: expect.anything() } });
    expect(JSON.stringify(callback)).not.toMatch(/noteRef|recordingRef/);
  });

  it('has a recorded example wherever there is a golden', () => {
    const without = [...ofCases].filter(([, { examples }]) => examples?.length !== 1).map(([name]) => name);
    expect(without).toEqual([]);
  });
});

describe('the header fields of a message', () => {
  const { headers } = ofCases.get('CaseRegistered.v1') ?? {};

  it('hold the whole envelope, the type and the version of the schema among it', () => {
    expect(faultsOf(headers, headersOf(registered))).toEqual([]);
    expect(Object.keys({ ...(headers?.['properties'] as object) }).toSorted()).toEqual(
      Object.keys(headersOf(registered)).toSorted(),
    );
  });

  it.each(goldens.map(nameOf))('%s are those of its golden', (name) => {
    const golden = goldens.find((one) => nameOf(one) === name) as Recorded;
    const told = Object.entries(headersOf(golden)).filter(([, value]) => value !== undefined);
    expect(faultsOf(ofCases.get(name)?.headers, Object.fromEntries(told))).toEqual([]);
  });

  it('tell one type from another', () => {
    const wrong = { ...headersOf(registered), ce_type: 'bihuan.case.CaseClosed.v1', ce_schemaversion: '2' };
    expect(faultsOf(headers, wrong)).toEqual([
      '/ce_type must be equal to constant',
      '/ce_schemaversion must be equal to constant',
    ]);
  });

  it('of a unit’s topic hold no hash: its bodies are not the ones that were hashed', () => {
    const fields = [...ofUnits.values()].flatMap((message) =>
      Object.keys({ ...(message.headers?.['properties'] as object) }),
    );
    expect(fields).toContain('ce_epoch');
    expect(fields.filter((field) => /hash/.test(field))).toEqual([]);
  });
});

const keysOf = (address: string): unknown[] => [
  ...new Set(messagesOf(address).map(([, { bindings }]) => bindings?.kafka?.key?.['title'])),
];

describe('the key of a message', () => {
  it.each([
    [CASES, 'caseId'],
    [OTHERS, 'streamId'],
    [UNIT, 'caseId'],
    [NOTICES, 'streamId'],
  ])('of %s is its %s', (address, key) => {
    expect(keysOf(address)).toEqual([key]);
  });
});

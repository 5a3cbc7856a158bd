import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caseCatalogue, caseStream, type NewCaseEvent } from '@bihuan/case';
import { type Credential, makeCredentials, publishDemo } from '@bihuan/demo-tenant';
import {
  Ledger,
  type Logins,
  loginsIn,
  noHead,
  prepareDatabase,
  type RecordedEvent,
  type Service,
  urlOf,
} from '@bihuan/event-store';
import { type CommandMeta, newId } from '@bihuan/kernel';
import { ApiKeyTable, createApp, stop } from '@bihuan/platform';
import { houseCatalogue as catalogue, libMigrations, ServedModule, withReferences } from '@bihuan/serving';
import { TenantKeys } from '@bihuan/vault';
import type { DynamicModule, Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client } from 'pg';
import type { MigrationInterface } from 'typeorm';
import { commandMeta } from './command-meta.js';
import { type TestDatabase, testDatabase } from './database.js';

/** What a spec puts under test: a service as it is wired, on a real database with the demonstration tenants. */
export interface UnderTest {
  /** Names the template of its database: one a service. */
  readonly name: string;
  readonly module: Type | DynamicModule;
  readonly migrations: readonly (new () => MigrationInterface)[];
}

/** An answer as a spec looks at it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Parsed, or the text where it is no JSON. */
  readonly body: unknown;
  readonly text: string;
  /** The body as the spec knows it to be. */
  readonly json: Response['json'];
}

type Response = Awaited<ReturnType<NestFastifyApplication['inject']>>;
type Headers = Readonly<Record<string, string>>;

/** Speaks HTTP as one key of the demonstration tenant. */
export interface Caller {
  get(path: string, headers?: Headers): Promise<Answer>;
  post(path: string, body?: object, headers?: Headers): Promise<Answer>;
}

export interface ServiceUnderTest {
  readonly app: NestFastifyApplication;
  readonly database: TestDatabase;
  readonly ledger: Ledger;
  /** Caller with a key, as `dispatcher-1`; of tenant zhanyi unless another is named. */
  as(keyId: string, tenant?: string): Caller;
  /** A caller without a credential, or with a made-up one. */
  stranger(token?: string): Caller;
  /** Appends a told history to a new case, each id in it made new; answers the ids that were made, by those told. */
  given(
    ...history: readonly NewCaseEvent[]
  ): Promise<{ readonly caseId: string; readonly idOf: (told: string) => string }>;
  /** The case's events, oldest first. */
  events(caseId: string): Promise<readonly RecordedEvent[]>;
  /** Resolves when a question has its answer, or fails with what was seen last. */
  eventually<T>(ask: () => Promise<T>, isIt: (seen: T) => boolean): Promise<T>;
  stop(): Promise<void>;
}

const WAIT_MS = 10_000;

/** Logins and keys of a test run: roles belong to the whole server, so every spec must know the same passwords. */
export async function loginsOfRun(): Promise<Logins> {
  return loginsIn(join(runFolder(), 'logins.json'));
}

const runFolder = (): string => join(tmpdir(), `bihuan-test-${process.env['TEST_RUN'] ?? 'alone'}`);

/** Starts it; `serviceUnderTest` loads this only when asked. */
export async function startService(under: UnderTest): Promise<ServiceUnderTest> {
  const logins = await loginsOfRun();
  const credentials = join(runFolder(), `credentials-${under.name}.json`);
  const database = await testDatabase(
    async (adminUrl) => {
      await prepareDatabase(adminUrl, { logins, migrations: [...libMigrations, ...under.migrations], catalogue });
      await seed(adminUrl, logins, credentials);
    },
    under.name.replaceAll('-', '_'),
  );
  const app = await start(under, database.url, logins);
  const { keys } = JSON.parse(readFileSync(credentials, 'utf8')) as { keys: Credential[] };
  const ledger = app.get(Ledger);
  const tokenOf = (keyId: string, tenant: string) => {
    const found = keys.find((key) => key.keyId === keyId && key.tenant === tenant);
    if (!found) throw new Error(`${tenant} has no key ${keyId}`);
    return found.key;
  };
  return {
    app,
    database,
    ledger,
    as: (keyId, tenant = 'zhanyi') => callerOf(app, tokenOf(keyId, tenant)),
    stranger: (token) => callerOf(app, token),
    given: (...history) => given(ledger, database.url, history),
    events: (caseId) => ledger.read('zhanyi', caseStream(caseId)),
    eventually,
    stop: async () => {
      await stop(app);
      await database.drop();
    },
  };
}

async function seed(adminUrl: string, logins: Logins, file: string): Promise<void> {
  const own = {
    url: urlOf(adminUrl, 'bihuan_standalone', logins),
    workerUrl: urlOf(adminUrl, 'bihuan_worker', logins),
  };
  await withReferences(own, async ({ database, references, ledger }) => {
    await publishDemo(references, () => ledger.now());
    await makeCredentials(new ApiKeyTable(database), file, 'http://under-test');
  });
}

async function start({ module, name }: UnderTest, url: string, logins: Logins): Promise<NestFastifyApplication> {
  const served = {
    services: [module],
    // A spec that raises the epoch goes on.
    wentBack: () => undefined,
    url: urlOf(url, 'bihuan_standalone', logins),
    workerUrl: urlOf(url, 'bihuan_worker', logins),
    keys: new TenantKeys(join(runFolder(), 'keys')),
    keeping: { erasureJournal: join(mkdtempSync(join(tmpdir(), `bihuan-${name}-`)), 'erasures.ndjson') },
  };
  const app = await createApp(ServedModule.with(served), { log: { level: 'silent' } });
  await app.get(Ledger).measureClock();
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

function callerOf(app: NestFastifyApplication, token: string | undefined): Caller {
  const authorization: Headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const ask = async (method: 'GET' | 'POST', path: string, payload: object | undefined, headers: Headers = {}) => {
    const answer = await app.inject({
      method,
      url: path,
      headers: { ...authorization, ...headers },
      ...(payload ? { payload } : {}),
    });
    const isJson =
      String(answer.headers['content-type']).includes('json') &&
      !String(answer.headers['content-type']).includes('ndjson');
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: isJson ? answer.json<unknown>() : answer.body,
      text: answer.body,
      json: answer.json.bind(answer),
    };
  };
  return {
    get: (path, headers) => ask('GET', path, undefined, headers),
    post: (path, body = {}, headers = {}) => ask('POST', path, body, headers),
  };
}

async function eventually<T>(ask: () => Promise<T>, isIt: (seen: T) => boolean): Promise<T> {
  const lastTry = performance.now() + WAIT_MS;
  for (;;) {
    const seen = await ask();
    if (isIt(seen)) return seen;
    if (performance.now() > lastTry) throw new Error(`it never came: ${JSON.stringify(seen)?.slice(0, 1_000)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[57][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;
const owners: Readonly<Record<string, Service>> = Object.fromEntries(
  Object.entries(caseCatalogue).map(([type, { owner }]) => [type, owner]),
);

async function given(ledger: Ledger, adminUrl: string, told: readonly NewCaseEvent[]) {
  const made = new Map<string, string>();
  const idOf = (id: string): string => {
    const known = made.get(id) ?? newId();
    made.set(id, known);
    return known;
  };
  const text = JSON.stringify(told)
    .replaceAll(UUID, idOf)
    .replaceAll(/"caseNo":"[^"]*"/g, () => `"caseNo":"ZY${newId().replaceAll('-', '').slice(0, 24)}"`)
    .replaceAll(
      /"externalTicketNo":"[^"]*"/g,
      () => `"externalTicketNo":"T-${newId().replaceAll('-', '').slice(0, 24)}"`,
    );
  const history = JSON.parse(text) as NewCaseEvent[];
  const caseId = history[0]?.data.caseId ?? '';
  await storeFiles(adminUrl, text);
  let head = noHead;
  for (const { type, data } of history) {
    const service = owners[type] ?? 'intake';
    const meta: CommandMeta = {
      ...commandMeta(),
      at: ledger.now(),
      commandId: newId(),
      actor: { kind: 'STAFF', ref: `${service}-before`, role: 'CLERK' },
    };
    const part = { streamId: caseStream(caseId), head, facts: [{ type, data, classification: 'INTERNAL' as const }] };
    const [event] = await ledger.append({
      service,
      parts: [part],
      recordedAt: ledger.now(),
      meta,
      sealed: [],
      keys: [],
    });
    if (event) head = { version: event.meta.version, hash: event.hash };
  }
  return { caseId, idOf };
}

/** Rows for the files that a told history names: the ledger refuses a fact about a file that is not there. */
async function storeFiles(adminUrl: string, text: string): Promise<void> {
  const refs = [...new Set(text.match(/fil_[0-9a-f-]{36}/g))];
  if (refs.length === 0) return;
  const admin = new Client(adminUrl);
  await admin.connect();
  try {
    await admin.query(
      `insert into vault.file (ref, tenant_id, wrapped_key, hash, bytes, media_type, uploader, uploaded_at)
         select ref, 'zhanyi', '\\x00', repeat('0', 64), 1, 'image/jpeg', 'before', now() from unnest($1::text[]) as f(ref) on conflict do nothing`,
      [refs],
    );
  } finally {
    await admin.end();
  }
}

import {
  type Append,
  Database,
  deadLetterTableSql,
  type EventCatalogue,
  Feed,
  type Head,
  Ledger,
  ledgerMigrations,
  type Login,
  noHead,
  prepareDatabase,
  type RecordedEvent,
  type Service,
  StreamMemory,
  urlOf,
  WorkerDatabase,
} from '@bihuan/event-store';
import type { NewEvent } from '@bihuan/kernel';
import { messagingMigrations } from '@bihuan/messaging';
import { vaultMigrations } from '@bihuan/vault';
import { Client } from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { z } from 'zod';
import { testDatabase } from './database.js';
import { noteMeta } from './notes.js';
import { loginsOfRun } from './service-under-test.js';

/** Facts of a made-up domain with two owners: a note is taken, numbered and dated by intake, and signed by routing. */
const catalogue: EventCatalogue = {
  NoteTaken: {
    owner: 'intake',
    schemaVersion: 1,
    schema: z.strictObject({ text: z.string(), textRef: z.string().optional(), file: fileRef().optional() }),
  },
  NoteNumbered: {
    owner: 'intake',
    schemaVersion: 1,
    schema: z.strictObject({ no: z.string() }),
    keys: ({ no }: { no: string }) => [`note-no:${no}`],
  },
  NoteDated: {
    owner: 'intake',
    schemaVersion: 1,
    schema: z.strictObject({ takenAt: z.string() }),
    claimedAt: 'takenAt',
  },
  NoteSigned: { owner: 'routing', schemaVersion: 1, schema: z.strictObject({ by: z.string() }) },
};

function fileRef() {
  return z.strictObject({ ref: z.string(), hash: z.string() });
}

/** The schema of the made-up service `notes`; specs add the tables of their projections. */
class Notes1764000009000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create schema notes; grant usage on schema notes to bihuan_app, bihuan_workers; ${deadLetterTableSql('notes', 'bihuan_worker')}`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema notes cascade');
  }
}

const asStored = (_: string, __: number, data: unknown): unknown => data;

/** What a test tells of an append. */
export type ToldAppend = Partial<Append> & { readonly head?: Head };

/** One process on the ledger; two of them race as two processes do. */
export interface Process {
  readonly database: Database;
  readonly worker: WorkerDatabase;
  readonly ledger: Ledger;
  readonly feed: Feed;
  readonly memory: StreamMemory;
  /** Appends facts to one stream, a new one unless a head is told. */
  readonly append: (
    streamId: string,
    facts: readonly NewEvent[],
    told?: ToldAppend,
  ) => Promise<readonly RecordedEvent[]>;
  close(): Promise<void>;
}

export interface LedgerUnderTest extends Process {
  readonly catalogue: EventCatalogue;
  /** The superuser's. */
  readonly adminUrl: string;
  /** The database under a login of ours. */
  urlOf(login: Login): string;
  /** Rows of a statement of the superuser, as lists of values. */
  admin(sql: string, values?: readonly unknown[]): Promise<unknown[][]>;
  /** Another process; its appends or its background go through the given address, as that of a proxy. */
  process(told?: { readonly appendUrl?: string; readonly workerUrl?: string }): Promise<Process>;
  stop(): Promise<void>;
}

export async function startLedger(): Promise<LedgerUnderTest> {
  const logins = await loginsOfRun();
  const migrations = [...ledgerMigrations, ...vaultMigrations, ...messagingMigrations, Notes1764000009000];
  const test = await testDatabase((url) => prepareDatabase(url, { logins, migrations, catalogue }), 'notes');
  const loginUrl = (login: Login) => urlOf(test.url, login, logins);
  const running: Process[] = [];
  const [url, workers] = [loginUrl('bihuan_standalone'), loginUrl('bihuan_worker')];
  const process = async ({ appendUrl = url, workerUrl = workers } = {}) => {
    const made = begin(url, workerUrl, appendUrl);
    running.push(made);
    await made.ledger.measureClock();
    return made;
  };
  const admin = new Client({ connectionString: test.url });
  await admin.connect();
  return {
    ...(await process()),
    catalogue,
    adminUrl: test.url,
    urlOf: loginUrl,
    admin: async (text, values = []) =>
      (await admin.query<unknown[]>({ text, values: [...values], rowMode: 'array' })).rows,
    process,
    stop: async () => {
      await Promise.all(running.map((one) => one.close()));
      await admin.end();
      await test.drop();
    },
  };
}

function begin(url: string, workerUrl: string, appendUrl: string): Process {
  const database = new Database(url, 4);
  const worker = new WorkerDatabase(workerUrl, 4);
  const ledger = new Ledger({ database, catalogue, upcast: asStored, appendUrl });
  const feed = new Feed(worker, asStored, { ledger });
  let closing: Promise<void> | undefined;
  const close = async () => {
    await ledger.close();
    await feed.close();
    await Promise.all([database.close(), worker.close()]);
  };
  return {
    database,
    worker,
    ledger,
    feed,
    memory: new StreamMemory(ledger),
    append: (streamId, facts, told) => ledger.append(noteAppend(ledger, streamId, facts, told)),
    close: () => (closing ??= close()),
  };
}

const owners: Readonly<Record<string, Service>> = Object.fromEntries(
  Object.entries(catalogue).map(([type, { owner }]) => [type, owner]),
);

const noteAppend = (
  ledger: Ledger,
  streamId: string,
  facts: readonly NewEvent[],
  { head = noHead, ...told }: ToldAppend = {},
): Append => ({
  service: owners[facts[0]?.type ?? ''] ?? 'intake',
  parts: [{ streamId, head, facts: facts.map((fact) => ({ ...fact, classification: 'INTERNAL' })) }],
  recordedAt: ledger.now(),
  meta: noteMeta(),
  sealed: [],
  keys: [],
  ...told,
});

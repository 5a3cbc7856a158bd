import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Database,
  type EventCatalogue,
  Ledger,
  ledgerMigrations,
  noHead,
  prepareDatabase,
  SealKey,
  SealWriter,
  urlOf,
  verifyLedger,
  verifyStream,
  WorkerDatabase,
} from '@bihuan/event-store';
import { newId } from '@bihuan/kernel';
import { commandMeta, type TestDatabase, testDatabase, testLogins } from '@bihuan/testing';
import { Client } from 'pg';
import { z } from 'zod';

const catalogue: EventCatalogue = {
  NoteTaken: { owner: 'intake', schemaVersion: 1, schema: z.strictObject({ note: z.string() }) },
};
const asStored = (_: string, __: number, data: unknown): unknown => data;
const [first, second] = ['0190b1f2-0000-7000-8000-000000000001', '0190b1f2-0000-7000-8000-000000000002'].map(
  (id) => `note-${id}`,
);

const dir = mkdtempSync(join(tmpdir(), 'bihuan-alterations-'));
const anchorFile = join(dir, 'anchor.ndjson');
let test: TestDatabase;
let admin: Client;
let database: Database;
let worker: WorkerDatabase;
let ledger: Ledger;

/** Two streams with three notes each, written in turn: positions 1, 3, 5 and 2, 4, 6; all of it sealed. */
const notes = async (): Promise<void> => {
  const heads = new Map([first, second].map((streamId) => [streamId ?? '', noHead]));
  for (const round of ['one', 'two', 'three']) {
    for (const [streamId, head] of heads) {
      const meta = commandMeta({ commandId: newId(), correlationId: 'c'.repeat(32), at: ledger.now() });
      const facts = [{ type: 'NoteTaken', data: { note: round }, classification: 'INTERNAL' as const }];
      const recordedAt = ledger.now();
      const parts = [{ streamId, head, facts }];
      const [event] = await ledger.append({ service: 'intake', parts, recordedAt, meta, sealed: [], keys: [] });
      heads.set(streamId, { version: event?.meta.version ?? 0, hash: event?.hash ?? '' });
    }
  }
};

const sealed = async (): Promise<void> => {
  const key = await SealKey.load(join(dir, 'seal-key.pem'));
  await new SealWriter({ database: worker, key, anchorFile, now: () => ledger.now() }).sealOnce();
};

beforeEach(async () => {
  test = await testDatabase(async (adminUrl) => {
    await prepareDatabase(adminUrl, { logins: await testLogins(), migrations: [...ledgerMigrations], catalogue });
  }, 'alterations');
  admin = new Client({ connectionString: test.url });
  await admin.connect();
  const appUrl = urlOf(test.url, 'bihuan_standalone', await testLogins());
  database = new Database(appUrl);
  worker = new WorkerDatabase(urlOf(test.url, 'bihuan_worker', await testLogins()));
  ledger = new Ledger({ database, catalogue, upcast: asStored, appendUrl: appUrl });
  await notes();
  await sealed();
});
afterEach(async () => {
  await ledger.close();
  await Promise.all([database.close(), worker.close(), admin.end()]);
  await test.drop();
  rmSync(anchorFile, { force: true });
});
afterAll(() => rmSync(dir, { recursive: true }));

const verified = () => verifyLedger(worker, anchorFile);
const proof = () => verifyStream(database, 'zhanyi', first ?? '');

describe('a ledger that somebody alters past the append', () => {
  it('is found whole while nobody does', async () => {
    expect(await verified()).toEqual({
      events: 6,
      streams: 2,
      seals: 1,
      sealedPosition: 6,
      headPosition: 6,
      anchor: 'agrees',
      anchoredAfter: 0,
      finding: undefined,
    });
  });

  it.each([
    [
      'one byte of an event is edited',
      `update ledger.events set data = '{"note":"twp"}' where position = 3`,
      { position: 3, streamId: first, what: 'its hash is not that of what it says' },
    ],
    [
      'two events are swapped',
      `update ledger.events set position = -position where position in (3, 4);
       update ledger.events set position = 7 + position where position in (-3, -4)`,
      { position: 1, streamId: undefined, what: 'seal 1 covers other events or another order' },
    ],
    [
      'one is removed from the middle of a stream',
      'delete from ledger.events where position = 4',
      { position: 6, streamId: second, what: 'version 3 follows version 1' },
    ],
    [
      'the sealed tail is removed',
      'delete from ledger.events where position = 6',
      { position: 6, streamId: undefined, what: 'seal 1 covers more than there is' },
    ],
    [
      'a whole stream is removed',
      `delete from ledger.events where stream_id = '${first}'`,
      { position: 1, streamId: undefined, what: 'seal 1 covers 6 events, there are 3' },
    ],
    [
      'one is inserted with a hash of its own',
      `insert into ledger.events
         select 7, tenant_id, stream_id, 4, gen_random_uuid(), type, schema_version, occurred_at, recorded_at, actor,
           correlation_id, causation_id, command_id, service, classification, hash_alg, hash, sha256('made up'), data
           from ledger.events where position = 6`,
      { position: 7, streamId: second, what: 'its hash is not that of what it says' },
    ],
  ])('names the first place that does not hold when %s', async (_, alteration, finding) => {
    await admin.query(alteration);
    expect(await verified()).toMatchObject({ finding });
  });

  it('is held against the anchor outside the database when its seals are removed as well', async () => {
    await admin.query('delete from ledger.events; delete from ledger.seals');
    expect(await verified()).toMatchObject({
      anchor: 'differs',
      finding: { position: 6, what: 'the anchor file names seal 1, which the ledger does not hold so' },
    });
  });

  it('is called consistent, not unaltered, without that anchor', async () => {
    await admin.query('delete from ledger.events; delete from ledger.seals');
    expect(await verifyLedger(worker, join(dir, 'none.ndjson'))).toMatchObject({
      anchor: 'missing',
      finding: undefined,
    });
  });
});

describe('what one stream proves by itself', () => {
  it('is where it stands and how far it is sealed', async () => {
    const headHash: unknown = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(await proof()).toEqual({ isValid: true, headVersion: 3, headHash, firstBadVersion: null, sealedVersion: 3 });
  });

  it.each([
    ['changed', `update ledger.events set data = '{"note":"twp"}' where position = 3`],
    [
      'signed by somebody else',
      `update ledger.events set actor = '{"kind":"STAFF","ref":"x","role":"X"}' where position = 3`,
    ],
    ['removed', 'delete from ledger.events where position = 3'],
  ])('is broken from the event on that was %s', async (_, alteration) => {
    await admin.query(alteration);
    expect(await proof()).toMatchObject({ isValid: false, firstBadVersion: 2 });
  });
});

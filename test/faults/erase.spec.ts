import { spawnSync } from 'node:child_process';
import { asSuperuser } from '../support/embedded-url.js';
import { expectOk, Journey } from '../support/journey.js';
import { newDataDir, removeDataDir, type Standalone, startStandalone } from '../support/standalone.js';

interface Sealed {
  readonly ref: string;
  readonly wrapped_key: string;
  readonly ciphertext: string;
}

describe('erasing a person', () => {
  const dataDir = newDataDir();
  let house: Standalone;
  let journey: Journey;
  let subjectRef: string;
  let before: Sealed[];

  /** Everything that every table of the database holds, as text. */
  const everything = async (): Promise<string> => {
    const tables = await asSuperuser<{ name: string }>(
      dataDir,
      `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const rows = await Promise.all(
      tables.map(({ name }) => asSuperuser<{ row: string }>(dataDir, `select t::text as row from ${name} t`)),
    );
    return rows.flatMap((table) => table.map(({ row }) => row)).join('\n');
  };
  const sealedOf = (...refs: readonly string[]) =>
    asSuperuser<Sealed>(
      dataDir,
      `select ref, encode(wrapped_key, 'hex') as wrapped_key, encode(ciphertext, 'hex') as ciphertext from vault.sealed
        where ref = any ('{${refs.join(',')}}')`,
    );

  beforeAll(async () => {
    house = await startStandalone(dataDir);
    journey = await Journey.register(house);
    await journey.accept();
    await journey.reaches('DISPATCHED');
    await journey.handle();
    await journey.callBack();
    await journey.reaches('CLOSED');
    await journey.settled();
    const [registered] = await journey.feed();
    const facts = registered?.data as { subjectRef: string; descriptionRef: { ref: string } };
    ({ subjectRef } = facts);
    before = await sealedOf(subjectRef, facts.descriptionRef.ref);
    const path = `/v1/intake/subjects/${subjectRef}/erase`;
    expectOk(await house.as('privacy-officer-1').post(path, { cause: 'SUBJECT_REQUEST' }), 200);
  }, 120_000);
  afterAll(async () => {
    await house.stop();
    removeDataDir(dataDir);
  });

  it('leaves no byte of them in any table', async () => {
    const left = await everything();
    expect(before.length).toBe(2);
    const gone = before.flatMap(({ wrapped_key, ciphertext }) => [wrapped_key, ciphertext]);
    expect([...gone, '王某', '13800000000', '玉林北路污水井盖'].filter((piece) => left.includes(piece))).toEqual([]);
  });

  it('answers whoever asks that they are erased', async () => {
    const reveal = { fields: ['name', 'phone'], purpose: 'CALLBACK' };
    const answer = await house.as('clerk-1').post(`/v1/intake/cases/${journey.caseId}/reveal`, reveal);
    expect([answer.status, answer.body['code']]).toEqual([410, 'subject-erased']);
  });

  it('leaves every fact, every chain and every answer as it was', async () => {
    const { version } = await journey.look();
    expect(await journey.folded()).toBe(journey.seen.get(Number(version)));
    const run = spawnSync(process.execPath, ['dist/apps/cli/src/main.js', 'verify', '--data-dir', dataDir], {
      encoding: 'utf8',
    });
    expect([run.status, run.stdout]).toEqual([0, expect.stringContaining('agrees')]);
  }, 60_000);
});

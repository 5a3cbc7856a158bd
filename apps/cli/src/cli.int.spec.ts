import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, histories, serviceUnderTest, type ServiceUnderTest } from '@bihuan/testing';
import { Module } from '@nestjs/common';
import { Client } from 'pg';
import { feedbackMigrations } from '../../feedback/src/feedback.module.js';
import { deadLetters } from './dead-letters/dead-letters.handler.js';
import { LetterTables } from './dead-letters/letter-tables.queries.js';
import { type Place, type Reached, withLedger } from './domain/reach-ledger.handler.js';
import { raiseEpoch } from './raise-epoch/raise-epoch.handler.js';
import { verify } from './verify-ledger/verify-ledger.handler.js';

@Module({})
class NothingModule {}

let service: ServiceUnderTest;
let place: Place;

const written: string[] = [];
const output = { line: (text: string) => void written.push(text), progress: () => undefined };
const verified = () => withLedger(place, (reached: Reached) => verify(reached, output));
const alter = async (sql: string): Promise<number | null> => {
  const admin = new Client({ connectionString: service.database.url });
  await admin.connect();
  const { rowCount } = await admin.query(sql);
  await admin.end();
  return rowCount;
};

beforeAll(async () => {
  service = await serviceUnderTest({ name: 'cli', module: NothingModule, migrations: feedbackMigrations });
  // The logins of the run lie where a data directory has them.
  const BIHUAN_DATA_DIR = join(tmpdir(), `bihuan-test-${process.env['TEST_RUN']}`);
  const BIHUAN_ANCHOR_FILE = join(BIHUAN_DATA_DIR, 'anchor-of-cli.ndjson');
  place = { BIHUAN_DATA_DIR, BIHUAN_ANCHOR_FILE, DATABASE_URL: service.database.url };
}, 60_000);
afterAll(() => service.stop());
beforeEach(() => written.splice(0));

const desk = (...words: readonly string[]) =>
  withLedger(place, ({ adminUrl }) => deadLetters({ adminUrl, words, by: 'wang' }, output));
const actions = async (): Promise<unknown[]> => {
  const admin = new Client({ connectionString: service.database.url });
  await admin.connect();
  const { rows } = await admin.query<{ action: string }>(
    'select action, version, by from feedback.dead_letter_action order by at',
  );
  await admin.end();
  return rows.map(Object.values);
};
const LETTER = '0190b1f2-7c3a-7000-8000-00000000000a';
const opened = () =>
  alter(`delete from feedback.dead_letter_action; delete from feedback.dead_letter;
    insert into feedback.dead_letter (letter_id, subscription, tenant_id, stream_id, version, parked_version, position,
        event_id, event_type, reason, builds)
      values ('${LETTER}', 'feedback.reactions', 'zhanyi', 'case-1', 3, 5, 17, gen_random_uuid(), 'CaseAccepted', 'NO', array['x'])`);
/** What a service does with a wish, once there is one. */
const answered = (set: string) =>
  eventually(
    () => alter(`update feedback.dead_letter set wish = null, ${set} where wish is not null`),
    (letters) => letters === 1,
  );

describe('the dead letters of all services', () => {
  beforeEach(opened);

  it('are listed with their event, their reason and how many wait behind it', async () => {
    expect(await desk('list')).toBe(true);
    expect(written[1]).toMatch(/^0190b1f2-\S+ {2}feedback.reactions {2}case-1 {2}CaseAccepted v3 {2}NO {6}2 /);
    expect(await actions()).toEqual([['list', 3, 'wang']]);
  });

  it('are shown one by one, with what people did with them', async () => {
    await desk('show', LETTER);
    await desk('show', LETTER);
    expect(written).toEqual(expect.arrayContaining([expect.stringMatching(/^parkedVersion {3}5$/)]));
    expect(await actions()).toEqual([
      ['show', 3, 'wang'],
      ['show', 3, 'wang'],
    ]);
  });

  it.each([
    [['retry', LETTER], `closed_at = now(), outcome = 'retried'`, true, /^Closed, retried/],
    [['discard', LETTER, '3'], `closed_at = now(), outcome = 'discarded'`, true, /^Closed, discarded/],
    [
      ['retry', LETTER],
      `failures = failures + 1, version = 4, reason = 'STILL_NO'`,
      false,
      /CaseAccepted v4: STILL_NO/,
    ],
  ] as const)('are asked to %s, and the answer is told', async (words, set, isWell, sentence) => {
    const [answer] = await Promise.all([desk(...words), answered(set)]);
    expect(answer).toBe(isWell);
    expect([written.at(-1), await actions()]).toEqual([expect.stringMatching(sentence), [[words[0], 3, 'wang']]]);
  });

  it.each([
    ['an unknown letter', ['show', 'x'], 'There is no dead letter x'],
    ['no letter', ['retry'], 'bihuan dead-letters list'],
    ['to discard without the version', ['discard', LETTER], 'discard <id> <version>'],
    ['another verb', ['burn', LETTER], 'bihuan dead-letters list'],
  ])('refuse %s with a sentence', async (_, words, sentence) => {
    await expect(desk(...words)).rejects.toThrow(sentence);
  });

  it('name the events that were passed over', async () => {
    await alter(`update feedback.dead_letter set discarded = array['${LETTER}'::uuid]`);
    await desk('show', LETTER);
    expect(written).toContain(`discarded       ${LETTER}`);
  });

  it('refuse to discard another event than the one the person has seen', async () => {
    await alter('update feedback.dead_letter set version = 4');
    await expect(desk('discard', LETTER, 'v3')).rejects.toThrow('waits behind CaseAccepted v4 by now');
    expect(await actions()).toEqual([]);
  });

  it('note no wish about an event that the letter has left since it was found', async () => {
    const noted = await withLedger(place, ({ adminUrl }) =>
      LetterTables.reach(adminUrl, 'wang', async (tables) => {
        const found = await tables.find(LETTER);
        await alter('update feedback.dead_letter set version = 4');
        return tables.wish(found, 'discard');
      }),
    );
    expect([noted, await actions()]).toEqual([false, []]);
  });

  it('refuse to try a closed one again', async () => {
    await alter(`update feedback.dead_letter set closed_at = now(), outcome = 'retried'`);
    await expect(desk('retry', LETTER)).rejects.toThrow('is closed: retried');
  });
});

describe('a ledger found by the command line', () => {
  it('is verified where it runs', async () => {
    await service.given(...histories.accepted);
    expect(await verified()).toBe(true);
    expect(written.at(-1)).toBe('Internally consistent, not unaltered: there is no anchor file to hold it against.');
  });

  it('goes on a million positions further in a new epoch, and is still whole', async () => {
    const before = (await service.events((await service.given(...histories.registered)).caseId)).at(-1)?.meta.position;
    const position = Number(before) + 1_000_000;
    expect(await withLedger(place, raiseEpoch)).toEqual({ epoch: 2, position });
    const { caseId } = await service.given(...histories.registered);
    expect((await service.events(caseId)).map(({ meta }) => meta.position)).toEqual([position + 1]);
    expect(await verified()).toBe(true);
  });

  it('goes on beyond what the file outside the database names, though the database has lost it', async () => {
    const BIHUAN_ANCHOR_FILE = `${place.BIHUAN_ANCHOR_FILE}.kept`;
    writeFileSync(BIHUAN_ANCHOR_FILE, '{"seal":1,"lastPosition":7000000,"sealHash":"00"}\n{"seal":2,"lastPos');
    const { position } = await withLedger({ ...place, BIHUAN_ANCHOR_FILE }, raiseEpoch);
    expect(position).toBe(8_000_000);
  });

  it('is found out when somebody altered it', async () => {
    await alter(
      `update ledger.events set actor = '{"kind":"STAFF","ref":"x","role":"CLERK"}' where position > 1000000`,
    );
    expect(await verified()).toBe(false);
    expect(written.at(-1)).toMatch(/^ALTERED at position 1\d{6} of case-/);
  });

  it.each([
    ['an embedded server', { DATABASE_URL: undefined }],
    ['the logins of another server', {}],
  ])('must be there: a folder without %s is left as it is', async (_, told) => {
    const nowhere = { ...place, BIHUAN_DATA_DIR: join(tmpdir(), 'bihuan-nowhere'), ...told };
    await expect(withLedger(nowhere, raiseEpoch)).rejects.toThrow('There is no bihuan here');
  });
});

import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { histories, serviceUnderTest, type ServiceUnderTest } from '@bihuan/testing';
import { Module } from '@nestjs/common';
import { Client } from 'pg';
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
const alter = async (sql: string): Promise<void> => {
  const admin = new Client({ connectionString: service.database.url });
  await admin.connect();
  await admin.query(sql);
  await admin.end();
};

beforeAll(async () => {
  service = await serviceUnderTest({ name: 'cli', module: NothingModule, migrations: [] });
  // The logins of the run lie where a data directory has them.
  const BIHUAN_DATA_DIR = join(tmpdir(), `bihuan-test-${process.env['TEST_RUN']}`);
  const BIHUAN_ANCHOR_FILE = join(BIHUAN_DATA_DIR, 'anchor-of-cli.ndjson');
  place = { BIHUAN_DATA_DIR, BIHUAN_ANCHOR_FILE, DATABASE_URL: service.database.url };
}, 60_000);
afterAll(() => service.stop());
beforeEach(() => written.splice(0));

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

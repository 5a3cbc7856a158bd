import { ledgerUnderTest, type LedgerUnderTest } from '@bihuan/testing';
import { WorkerDatabase } from './database.js';

let notes: LedgerUnderTest;
let worker: WorkerDatabase;
beforeAll(async () => {
  notes = await ledgerUnderTest();
  // One connection: what it has prepared is seen by the next question.
  worker = new WorkerDatabase(notes.urlOf('bihuan_worker'), 1);
}, 60_000);
afterAll(async () => {
  await worker.close();
  await notes.stop();
});

const PREPARED = `select name, statement, generic_plans::int as generic, custom_plans::int as custom
  from pg_prepared_statements`;
const preparedAs = async (text: string) => {
  const rows = await worker.query<{ name: string; statement: string; generic: number; custom: number }>(PREPARED);
  return rows.filter(({ statement }) => statement === text);
};

describe('what is asked with values', () => {
  it('is prepared once a connection, in a transaction or not', async () => {
    const text = 'select $1::int as told';
    const inside = () =>
      worker.transaction(async (client) => (await client.query<{ told: number }>(text, [2])).rows[0]?.told);
    const [alone] = await worker.query<{ told: number }>(text, [1]);
    expect([alone?.told, await inside(), await inside()]).toEqual([1, 2, 2]);
    expect(await preparedAs(text)).toEqual([expect.objectContaining({ generic: 0, custom: 3 })]);
  });

  it('is prepared under a name of its own', async () => {
    const texts = ['select $1::text as one', 'select $1::text as other'];
    await Promise.all(texts.map((text) => worker.query(text, ['x'])));
    const names = await Promise.all(texts.map(async (text) => (await preparedAs(text)).map(({ name }) => name)));
    expect(new Set(names.flat()).size).toBe(2);
  });

  it('is planned each time, for its tables grow', async () => {
    const text = 'select position from ledger.events where position = $1';
    await Promise.all(Array.from({ length: 8 }, (_, times) => worker.query(text, [times])));
    expect(await preparedAs(text)).toEqual([expect.objectContaining({ generic: 0, custom: 8 })]);
  });

  it('is not prepared when it has no value', async () => {
    const text = 'select 1 as nothing';
    await worker.query(text);
    expect(await preparedAs(text)).toEqual([]);
  });
});

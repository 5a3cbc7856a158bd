import { appendFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ErasureJournal, type JournalLine } from './erasure-journal.js';

let dir: string;
let path: string;
let journal: ErasureJournal;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'bihuan-journal-'));
  path = join(dir, 'journal', 'erasures.ndjson');
  journal = new ErasureJournal(path);
});
afterEach(() => rmSync(dir, { recursive: true }));

const lines = async (): Promise<JournalLine[]> => {
  const read: JournalLine[] = [];
  for await (const line of journal.lines()) read.push(line);
  return read;
};
const erased = (last: string) => ({
  at: '2026-03-02T01:00:00.000Z',
  tenantId: 'zhanyi',
  ref: `sub_0190b1f2-0000-7000-8000-00000000000${last}`,
});

describe('the journal of erasures', () => {
  it('tells reference and time of each, oldest first', async () => {
    await journal.append([erased('1'), erased('2')]);
    await journal.append([erased('3')]);
    expect(await lines()).toEqual([1, 2, 3].map((n) => ({ erased: erased(`${n}`) })));
  });

  it('is empty before the first one', async () => {
    expect(await lines()).toEqual([]);
  });

  it('keeps the line after one that a crash cut short', async () => {
    await journal.append([erased('1')]);
    appendFileSync(path, '{"at":"2026-03-0');
    await journal.append([erased('2')]);
    expect(await lines()).toEqual([{ erased: erased('1') }, {}, { erased: erased('2') }]);
  });

  it('takes references only: who was erased does not stand in it', async () => {
    await expect(journal.append([{ ...erased('1'), ref: '13812345678' }])).rejects.toThrow('Invalid');
    expect(existsSync(path)).toBe(false);
  });
});

import { createReadStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const line = z.strictObject({
  at: z.iso.datetime(),
  tenantId: z.string(),
  ref: z.string().regex(/^(?:txt|sub|fil)_[0-9a-f-]{36}$/),
});

/** What was erased and when; never whose it was. */
export type Erased = z.infer<typeof line>;

/** What a journal says. */
export interface JournalLine {
  /** Absent where the line is no erasure: a crash cut it, before anybody was told. */
  readonly erased?: Erased;
}

/**
 * Erasures, outside the database: a backup taken before one brings the data back, and this file takes it away again.
 * One JSON object a line, only ever appended.
 */
export class ErasureJournal {
  constructor(private readonly path: string) {}

  /** On the disk once answered. */
  async append(erasures: readonly Erased[]): Promise<void> {
    const text = erasures.map((erased) => `${JSON.stringify(line.parse(erased))}\n`).join('');
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    const file = await open(this.path, 'a+', 0o600);
    try {
      // A line that a crash cut short must not take the next one with it.
      await file.appendFile(`${(await endsInLine(file)) ? '' : '\n'}${text}`);
      await file.sync();
    } finally {
      await file.close();
    }
    await syncFolder(dirname(this.path));
  }

  /** Every line, oldest first; none when there is no journal. */
  async *lines(): AsyncGenerator<JournalLine> {
    const stream = createReadStream(this.path, 'utf8');
    try {
      for await (const text of createInterface({ input: stream, crlfDelay: Infinity })) {
        if (text !== '') yield parsed(text);
      }
    } catch (error) {
      if (!isMissing(error)) throw error;
    } finally {
      stream.destroy();
    }
  }
}

const isMissing = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';

function parsed(text: string): JournalLine {
  try {
    return { erased: line.parse(JSON.parse(text)) };
  } catch {
    return {};
  }
}

async function endsInLine(file: Awaited<ReturnType<typeof open>>): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return true;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer.toString() === '\n';
}

async function syncFolder(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(dir, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

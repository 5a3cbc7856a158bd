import { type FileHandle, open } from 'node:fs/promises';
import { z } from 'zod';
import { codeOf } from './fault-code.js';
import type { SignedSeal } from './seal.js';

/** A row of `ledger.seals` as our connections read it. */
export interface SealRow {
  readonly seal: number;
  readonly first_position: number;
  readonly last_position: number;
  readonly events: number;
  readonly running_hash: Buffer;
  readonly prev_seal_hash: Buffer;
  readonly seal_hash: Buffer;
  readonly sealed_at: string;
  readonly public_key: Buffer;
  readonly signature: Buffer;
}

/** Told by name: a prepared `select *` fails once a migration has added a column. */
export const SEAL_COLUMNS = `seal, first_position, last_position, events, running_hash, prev_seal_hash, seal_hash,
  sealed_at, public_key, signature`;

export const sealFrom = (row: SealRow): SignedSeal => ({
  seal: row.seal,
  firstPosition: row.first_position,
  lastPosition: row.last_position,
  events: row.events,
  runningHash: row.running_hash.toString('hex'),
  prevSealHash: row.prev_seal_hash.toString('hex'),
  sealedAt: row.sealed_at,
  sealHash: row.seal_hash.toString('hex'),
  publicKey: row.public_key.toString('base64'),
  signature: row.signature.toString('base64'),
});

const anchor = z.object({
  seal: z.int(),
  lastPosition: z.int(),
  sealHash: z.string(),
  publicKey: z.string(),
  signature: z.string(),
});

/** One line of the anchor file: enough to hold a seal of the database against it. */
export type Anchor = Readonly<z.infer<typeof anchor>>;

const anchorOf = ({ seal, lastPosition, sealHash, publicKey, signature }: SignedSeal): Anchor => ({
  seal,
  lastPosition,
  sealHash,
  publicKey,
  signature,
});

/** The file to be read; undefined when there is none. */
const opened = (file: string): Promise<FileHandle | undefined> =>
  open(file).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });

/** The last seal that the file names, 0 when it names none; undefined when there is no file. */
export async function lastAnchored(file: string): Promise<number | undefined> {
  const handle = await opened(file);
  if (!handle) return undefined;
  await handle.close();
  let last = 0;
  for await (const { seal } of anchorsIn(file)) last = seal;
  return last;
}

/** Lines of the anchor file, oldest first; none when there is no file. A line cut short by a crash is left out. */
export async function* anchorsIn(file: string): AsyncGenerator<Anchor> {
  const handle = await opened(file);
  if (!handle) return;
  for await (const line of handle.readLines()) {
    const told = anchor.safeParse(jsonOf(line));
    if (told.success) yield told.data;
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Cut short: the seal stands in the next line again.
    return undefined;
  }
}

/** Adds lines for further seals, durably. A line that a crash cut short is closed first, so that it spoils no other. */
export async function appendAnchors(file: string, seals: readonly SignedSeal[]): Promise<void> {
  const handle = await open(file, 'a+', 0o600);
  try {
    const { size } = await handle.stat();
    const { buffer } = await handle.read({ buffer: Buffer.alloc(1), position: Math.max(0, size - 1) });
    const isCut = size > 0 && buffer.toString() !== '\n';
    await handle.write(`${isCut ? '\n' : ''}${seals.map((seal) => `${JSON.stringify(anchorOf(seal))}\n`).join('')}`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

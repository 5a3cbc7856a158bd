import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from './fault-code.js';

/** The text of a file; undefined when there is none. */
export async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Puts a text in the place of a file that its owner alone may read: whole, or not at all. */
export async function replaceFile(file: string, text: string): Promise<void> {
  await rename(await draftOf(file, text), file);
}

/** The same where there is no file yet; of two processes at once one makes it, and both get what it holds. */
export async function madeOnce(file: string, text: string): Promise<string> {
  const draft = await draftOf(file, text);
  try {
    // Unlike a rename, a link never takes the place of what is there.
    await link(draft, file);
    return text;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return await readFile(file, 'utf8');
  } finally {
    await rm(draft);
  }
}

async function draftOf(file: string, text: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return draft;
}

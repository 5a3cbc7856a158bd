import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chown, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isErrno } from '@bihuan/child-server';
import type { Ids } from './account.js';
import type { Binaries } from './binaries.js';
import { type Launch, launch } from './launch.js';
import { PostgresFault } from './postgres-fault.js';

const run = promisify(execFile);

const INITDB = [
  '--username=postgres',
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
  // With LC_CTYPE=C the trigram index would not see a Chinese character.
  '--lc-ctype=C.UTF-8',
  '--no-instructions',
];

/** The account that an existing cluster belongs to; a half-made one belongs to nobody. */
export async function dataOwner(dir: string): Promise<Ids | undefined> {
  return (await majorOf(dir)) === undefined ? undefined : stat(join(dir, 'data'));
}

/** The superuser's password, made at the first start. */
export const passwordOf = (dir: string): Promise<string> => readFile(join(dir, 'password'), 'utf8');

/**
 * No version reads the files of another, and we upgrade nothing by ourselves.
 * @throws PostgresFault OTHER_MAJOR when another major version made the cluster.
 */
export async function refuseOtherMajor(dir: string, { postgres }: Binaries): Promise<void> {
  const made = await majorOf(dir);
  if (made === undefined) return;
  const ours = / (\d+)/.exec((await run(postgres, ['--version'])).stdout)?.[1];
  if (made === ours) return;
  throw new PostgresFault(
    'OTHER_MAJOR',
    `${join(dir, 'data')} was made by PostgreSQL ${made}, and this is ${ours}: carry the data over by pg_upgrade or a dump, or name another folder.`,
  );
}

/**
 * Makes the cluster unless it is there.
 * @throws PostgresFault INITDB_FAILED with initdb's last 20 lines.
 */
export async function ensureCluster(dir: string, initdb: string, how: Launch, isThrowAway: boolean): Promise<void> {
  if ((await majorOf(dir)) !== undefined) return;
  const files = { data: join(dir, 'data'), draft: join(dir, 'data.new'), password: join(dir, 'password') };
  await Promise.all(Object.values(files).map((path) => rm(path, { recursive: true, force: true })));
  // On disk before initdb: nobody gets into a cluster whose password was lost.
  await writeFile(files.password, randomBytes(24).toString('base64url'), { mode: 0o600, flush: !isThrowAway });
  await mkdir(files.draft, { mode: 0o700 });
  if (how.account.kind === 'OTHER') await giveTo(how.account, [dir, files.draft, files.password]);
  const careless = isThrowAway ? ['--no-sync'] : [];
  await runInitdb(how, [initdb, '-D', files.draft, `--pwfile=${files.password}`, ...INITDB, ...careless]);
  // Made aside and renamed: initdb writes PG_VERSION first, so that a killed one would look like a whole cluster.
  await rename(files.draft, files.data);
  if (!isThrowAway) await syncFolder(dir);
}

async function majorOf(dir: string): Promise<string | undefined> {
  try {
    return (await readFile(join(dir, 'data', 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}

const giveTo = ({ uid, gid }: Ids, paths: readonly string[]): Promise<unknown> =>
  Promise.all(paths.map((path) => chown(path, uid, gid)));

async function runInitdb(how: Launch, command: readonly string[]): Promise<void> {
  const { child, lastLines } = launch(how, command, () => undefined);
  await once(child, 'close');
  if (child.exitCode === 0) return;
  const ended = child.exitCode ?? child.signalCode;
  throw new PostgresFault('INITDB_FAILED', `initdb failed (${ended}):\n${lastLines.join('\n')}`);
}

async function syncFolder(dir: string): Promise<void> {
  // Windows knows no such thing.
  if (process.platform === 'win32') return;
  const folder = await open(dir);
  await folder.sync();
  await folder.close();
}

import type { ChildProcess } from 'node:child_process';
import { mkdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Claim, claim, endsWithParent } from '@bihuan/child-server';
import { accountFor, thisHost } from './account.js';
import { attach } from './attach.js';
import { type Binaries, findBinaries } from './binaries.js';
import { dataOwner, ensureCluster, passwordOf, refuseOtherMajor } from './cluster.js';
import type { Launch } from './launch.js';
import { choosePort } from './port.js';
import { PostgresFault } from './postgres-fault.js';
import { clearLeftovers } from './postmaster.js';
import { type RunningPostgres, superuserUrl } from './running-postgres.js';
import { launchServer, type Settings, stopServer } from './server.js';
import { asSetting, socketFolder } from './socket.js';
import { removeThrowAway, sweepThrowAways, throwAwayFolder } from './throw-away.js';

type Told = {
  /** This port or a fault; without it one that is free, the same from run to run if possible. */
  readonly port?: number;
  /** More settings of the server, such as `max_connections`. */
  readonly settings?: Settings;
  /** Each line of the server's log. */
  readonly log?: (line: string) => void;
};

/** A cluster that is kept in a folder of its own. */
export type KeptPostgres = Told & { readonly dir: string; readonly throwAway?: false };

/** A new cluster in memory or in the system's temporary folder, which loses its data at a crash and is removed when it is stopped. */
export type ThrowAwayPostgres = Told & { readonly throwAway: true };

const FIXED: Settings = { listen_addresses: '127.0.0.1', timezone: 'UTC' };

const CARELESS: Settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: 200 };

/**
 * A PostgreSQL 18 of our own, at a Unix socket and on 127.0.0.1: started, or attached to when another live process has started it in that
 * folder. It ends with this process, however that ends (Linux); in a worker thread, with that thread.
 * @throws PostgresFault when it cannot be had.
 */
export async function startPostgres(options: KeptPostgres | ThrowAwayPostgres): Promise<RunningPostgres> {
  const binaries = await findBinaries();
  if (options.throwAway === true) await sweepThrowAways();
  const dir = folderOf(options);
  for (;;) {
    const claimed = claim(dir);
    if (claimed !== undefined) return startOwned(dir, claimed, binaries, options);
    const attached = await attach(dir);
    // Without one its owner has ended meanwhile, and the folder is free.
    if (attached !== undefined) return attached;
  }
}

function folderOf(options: KeptPostgres | ThrowAwayPostgres): string {
  if (options.throwAway === true) return throwAwayFolder();
  mkdirSync(options.dir, { recursive: true });
  return realpathSync(options.dir);
}

async function startOwned(
  dir: string,
  claimed: Claim,
  binaries: Binaries,
  options: KeptPostgres | ThrowAwayPostgres,
): Promise<RunningPostgres> {
  const isThrowAway = options.throwAway === true;
  try {
    await refuseOtherMajor(dir, binaries);
    const how = await launchIn(dir, binaries);
    await clearLeftovers(join(dir, 'data'));
    await ensureCluster(dir, binaries.initdb, how, isThrowAway);
    const { child, port } = await launchOnPort(dir, how, binaries.postgres, options);
    // However the server ends, the folder is free from then on; and from then on the claim may be somebody else's.
    child.once('exit', () => claimed.release());
    return {
      url: superuserUrl(await passwordOf(dir), port, socketFolder(join(dir, 'data'))),
      port,
      pid: child.pid ?? 0,
      isOwner: true,
      stop: () => (isThrowAway ? throwAway(dir, child) : stopServer(child, 'FAST')),
    };
  } catch (error) {
    claimed.release();
    throw error;
  }
}

async function launchIn(dir: string, binaries: Binaries): Promise<Launch> {
  const [owner, guard] = await Promise.all([dataOwner(dir), endsWithParent('INT')]);
  return { account: await accountFor(thisHost(binaries.postgres, dirname(dir)), owner), guard, cwd: dir };
}

async function launchOnPort(
  dir: string,
  how: Launch,
  postgres: string,
  { throwAway: careless, port: asked, settings = {}, log = () => undefined }: KeptPostgres | ThrowAwayPostgres,
): Promise<{ child: ChildProcess; port: number }> {
  const deadline = performance.now() + 30_000;
  const data = join(dir, 'data');
  const told = { ...(careless === true ? CARELESS : {}), ...settings, ...FIXED };
  const unix_socket_directories = asSetting(socketFolder(data));
  for (;;) {
    const port = await choosePort(dir, asked);
    try {
      const all = { ...told, unix_socket_directories, port };
      return { port, child: await launchServer(how, { postgres, data, settings: all, log }) };
    } catch (error) {
      if (!isPassing(error) || performance.now() > deadline) throw error;
      await pause(100);
    }
  }
}

/** Somebody took the port since it was seen free, or a worker of a killed server has not noticed yet and still ends. */
const isPassing = (error: unknown): boolean =>
  error instanceof PostgresFault && /could not bind|pre-existing shared memory block/.test(error.message);

async function throwAway(dir: string, child: ChildProcess): Promise<void> {
  await stopServer(child, 'IMMEDIATE');
  await removeThrowAway(dir);
}

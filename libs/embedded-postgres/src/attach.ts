import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ownerOf } from '@bihuan/child-server';
import { passwordOf } from './cluster.js';
import { isListening } from './port.js';
import { PostgresFault } from './postgres-fault.js';
import { livePostmaster } from './postmaster.js';
import { type RunningPostgres, superuserUrl } from './running-postgres.js';

/**
 * The server that the folder's owner runs, waited for while it starts; undefined when the owner ends first.
 * @throws PostgresFault OWNER_SILENT when the owner lives on without a server.
 */
export async function attach(dir: string, patienceMs = 60_000): Promise<RunningPostgres | undefined> {
  const deadline = performance.now() + patienceMs;
  while (ownerOf(dir) !== undefined) {
    const server = livePostmaster(join(dir, 'data'));
    // The file may be one moment behind: a killed server is still named there.
    if (server?.isReady === true && (await isListening(server.port))) {
      const { pid, port, socketFolder } = server;
      return {
        url: superuserUrl(await passwordOf(dir), port, socketFolder),
        port,
        pid,
        isOwner: false,
        stop: leaveAlone,
      };
    }
    if (performance.now() > deadline) throw silent(dir);
    await pause(50);
  }
  return undefined;
}

const leaveAlone = (): Promise<void> => Promise.resolve();

const silent = (dir: string): PostgresFault =>
  new PostgresFault(
    'OWNER_SILENT',
    `The process named in ${join(dir, 'owner')} holds the folder and has no server: end it, then start again.`,
  );

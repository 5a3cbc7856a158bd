import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort, isErrno } from '@bihuan/child-server';
import { PostgresFault } from './postgres-fault.js';

/**
 * The port to listen on, written down before it is used: the one asked for, else that of the last run when it is free,
 * else one that the system chooses.
 * @throws PostgresFault PORT_TAKEN when the one asked for is in use.
 */
export async function choosePort(dir: string, asked: number | undefined): Promise<number> {
  const file = join(dir, 'port');
  const wanted = asked ?? (await portOfLastRun(file));
  const free = (await freePort(wanted)) ?? (asked === undefined ? await freePort(0) : undefined);
  if (free === undefined) {
    throw new PostgresFault('PORT_TAKEN', `Port ${wanted} on 127.0.0.1 is taken: free it, or ask for another.`);
  }
  await writeFile(file, String(free));
  return free;
}

/** Does anything listen there? */
export async function isListening(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  try {
    await once(socket, 'connect');
    return true;
  } catch (error) {
    if (isErrno(error, 'ECONNREFUSED')) return false;
    throw error;
  } finally {
    socket.destroy();
  }
}

async function portOfLastRun(file: string): Promise<number> {
  try {
    return Number.parseInt(await readFile(file, 'utf8'), 10) || 0;
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return 0;
    throw error;
  }
}

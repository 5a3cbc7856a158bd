import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { type Launch, launch, type Launched, letGo } from './launch.js';
import { PostgresFault } from './postgres-fault.js';

const READY = 'database system is ready to accept connections';

/** Settings as `postgres -c` takes them. */
export type Settings = Readonly<Record<string, string | number>>;

/** What to serve, and where its log goes. */
export type Service = {
  readonly postgres: string;
  readonly data: string;
  readonly settings: Settings;
  readonly log: (line: string) => void;
};

/**
 * A server that accepts connections.
 * @throws PostgresFault SERVER_EXITED with its last 20 lines when it ends before that.
 */
export async function launchServer(how: Launch, { postgres, data, settings, log }: Service): Promise<ChildProcess> {
  const told = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return new Promise((resolve, reject) => {
    const launched = launch(how, [postgres, '-D', data, ...told], (line) => {
      log(line);
      if (!line.includes(READY)) return;
      letGo(launched);
      resolve(launched.child);
    });
    launched.child.once('error', reject).once('close', () => reject(exited(launched)));
  });
}

/** Ends the server and waits for it. A fast stop disconnects clients and leaves nothing to recover; an immediate one is a crash. */
export async function stopServer(child: ChildProcess, how: 'FAST' | 'IMMEDIATE'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  const ended = once(child, 'exit');
  child.kill(how === 'FAST' ? 'SIGINT' : 'SIGQUIT');
  await ended;
}

const exited = ({ child, lastLines }: Launched): PostgresFault =>
  new PostgresFault(
    'SERVER_EXITED',
    `PostgreSQL ended while starting (${child.exitCode ?? child.signalCode}):\n${lastLines.join('\n')}`,
  );

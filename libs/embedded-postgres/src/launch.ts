import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { serverEnvironment } from '@bihuan/child-server';
import type { Account } from './account.js';

/** How PostgreSQL's programs are started here: as whom, where, and what stands before their command line. */
export type Launch = { readonly account: Account; readonly guard: readonly string[]; readonly cwd: string };

/** A started program and the end of what it says: its last 20 lines, oldest first. */
export type Launched = { readonly child: ChildProcess; readonly lastLines: readonly string[] };

/** Starts one of PostgreSQL's programs; each of its lines is handed over as it comes. */
export function launch(how: Launch, command: readonly string[], onLine: (line: string) => void): Launched {
  const { account, guard, cwd } = how;
  // The guard stands inside the namespace: entering one makes the kernel forget what it was asked to do at our death.
  const line = [...(account.kind === 'NAMESPACE' ? ['unshare', '--user', '--'] : []), ...guard, ...command];
  const child = spawn(line[0] ?? '', line.slice(1), {
    cwd,
    env: serverEnvironment(),
    // A group of its own: Ctrl-C goes to the whole group, and the database must outlive the app that is still closing.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(account.kind === 'OTHER' ? { uid: account.uid, gid: account.gid } : {}),
  });
  const lastLines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (said) => {
    lastLines.push(said);
    if (lastLines.length > 20) lastLines.shift();
    onLine(said);
  });
  return { child, lastLines };
}

/** Lets this process end although the program still runs. */
export function letGo({ child }: Launched): void {
  child.unref();
  if (child.stderr instanceof Socket) child.stderr.unref();
}

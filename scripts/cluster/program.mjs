import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** The built entry of an app. */
export const entryOf = (app) => join(root, 'dist/apps', app, 'src/main.js');

/** Linux ends a child with its parent, even one that is killed; elsewhere the next start ends what was left. */
const [guard, ...options] = ['setpriv', '--pdeathsig', 'TERM', '--'];
const GUARD = spawnSync(guard, [...options, 'true']).status === 0 ? [guard, ...options] : [];

/** Starts a program of the product; its output goes to a file, so that it outlives whoever reads it. */
export function start(app, args, { env, output }) {
  const [command, ...rest] = [...GUARD, process.execPath, entryOf(app), ...args];
  // A group of its own: Ctrl-C goes to the whole group, and who stops first is for us to say.
  return spawn(command, rest, { env, stdio: ['ignore', output, output], detached: true, cwd: root });
}

/** Runs a command of the command line to its end; its output, or an error that tells it. */
export function cli(args, env) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [entryOf('cli'), ...args], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`bihuan ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}

/** Whether a process of this app runs under this id: ids are used again. */
export function isRunning(app, pid) {
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(entryOf(app));
  } catch {
    // Gone.
    return false;
  }
}

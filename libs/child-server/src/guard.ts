import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { serverEnvironment } from './server-environment.config.js';

const run = promisify(execFile);

/** What precedes a server's command line, so that the kernel sends it this signal when we die; nothing where that is unknown. */
export async function endsWithParent(signal: 'INT' | 'TERM' | 'KILL'): Promise<readonly string[]> {
  const guard = ['--pdeathsig', signal, '--'];
  try {
    // Asked by running it: BusyBox has a setpriv without this option.
    await run('setpriv', [...guard, 'true'], { cwd: '/', env: serverEnvironment() });
    return ['setpriv', ...guard];
  } catch {
    return [];
  }
}

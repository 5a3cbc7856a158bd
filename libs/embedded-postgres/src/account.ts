import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { serverEnvironment } from '@bihuan/child-server';
import { PostgresFault } from './postgres-fault.js';

const run = promisify(execFile);

/** A user and group of this system, by number. */
export type Ids = { readonly uid: number; readonly gid: number };

/** Who the server runs as: ourselves, another account, or ourselves in a user namespace, where root is not root. */
export type Account = { readonly kind: 'SELF' | 'NAMESPACE' } | ({ readonly kind: 'OTHER' } & Ids);

/** What this system says about accounts. */
export type Host = {
  /** Undefined on a system without users by number. */
  readonly uid: number | undefined;
  idsOf(name: string): Promise<Ids | undefined>;
  /** May this account run the server, and reach the folder that the cluster lies in? */
  mayUse(ids: Ids): Promise<boolean>;
  mayUnshare(): Promise<boolean>;
};

/**
 * PostgreSQL refuses to run as root, so root looks for somebody else.
 * @throws PostgresFault NO_ACCOUNT when there is nobody.
 */
export async function accountFor(host: Host, dataOwner: Ids | undefined): Promise<Account> {
  if (host.uid !== 0) return { kind: 'SELF' };
  const other = dataOwner === undefined ? await usableAccount(host) : dataOwner;
  if (other !== undefined && other.uid !== 0) return { kind: 'OTHER', uid: other.uid, gid: other.gid };
  if (await host.mayUnshare()) return { kind: 'NAMESPACE' };
  throw new PostgresFault(
    'NO_ACCOUNT',
    'PostgreSQL refuses to run as root, and this system offers no other account: start as another user, or set DATABASE_URL.',
  );
}

async function usableAccount(host: Host): Promise<Ids | undefined> {
  for (const name of ['postgres', 'nobody']) {
    const ids = await host.idsOf(name);
    if (ids !== undefined && (await host.mayUse(ids))) return ids;
  }
  return undefined;
}

/** The system we run on, asked for a server at this path and a cluster in a folder of this parent. */
export const thisHost = (postgres: string, parent: string): Host => ({
  uid: process.getuid?.(),
  async idsOf(name) {
    const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => succeeds('id', [flag, name])));
    return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
  },
  // The shell changes into the folder after the account is taken on; spawn's own `cwd` would do so before, as root.
  mayUse: async (ids) => {
    const seen = await succeeds('sh', ['-c', 'cd -- "$0" && "$1" --version', parent, postgres], ids);
    return seen !== undefined;
  },
  mayUnshare: async () => (await succeeds('unshare', ['--user', '--', 'true'])) !== undefined,
});

async function succeeds(command: string, args: readonly string[], ids?: Ids): Promise<string | undefined> {
  try {
    return (await run(command, args, { cwd: '/', env: serverEnvironment(), ...ids })).stdout;
  } catch {
    // Absent, forbidden or failing: each means that this way is closed, and the next is tried.
    return undefined;
  }
}

import { createHash, randomBytes, randomInt } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, isErrno } from '@bihuan/child-server';
import { KafkaFault } from './kafka-fault.js';

/** One node: broker and controller in one process. */
export type NodePlan = { readonly id: number; readonly port: number; readonly controllerPort: number };

/** What a cluster is told at its first start and keeps for good. */
export type ClusterPlan = {
  readonly clusterId: string;
  readonly nodes: readonly NodePlan[];
  /** Digest of its users with their passwords: they are written at the first start alone. Empty without users. */
  readonly users: string;
};

/** Name → password. */
export type Users = Readonly<Record<string, string>>;

const FILE = 'cluster.json';

/** A plan for a new cluster, on ports that are free now. */
export async function newPlan(size: number, users: Users | undefined): Promise<ClusterPlan> {
  const ports = await freePorts(2 * size);
  const nodes = Array.from({ length: size }, (_, index) => ({
    id: index + 1,
    port: ports[2 * index] ?? 0,
    controllerPort: ports[2 * index + 1] ?? 0,
  }));
  return { clusterId: newClusterId(), nodes, users: digestOf(users) };
}

/**
 * The plan of the cluster in a folder; undefined when there is none, or a half-made one.
 * @throws KafkaFault OTHER_CLUSTER when it was made with another number of nodes or for other users.
 */
export async function planIn(folder: string, size: number, users: Users | undefined): Promise<ClusterPlan | undefined> {
  const plan = await readPlan(join(folder, FILE));
  if (plan === undefined) return undefined;
  const differs = (what: string): KafkaFault =>
    new KafkaFault('OTHER_CLUSTER', `The cluster in ${folder} was made ${what}: ask for that, or name another folder.`);
  if (plan.nodes.length !== size) throw differs(`with ${plan.nodes.length} node(s), not ${size}`);
  if (plan.users !== digestOf(users)) throw differs('for other users or passwords');
  return plan;
}

/** Writes the plan down, which says that the folder's nodes are formatted. */
export async function keepPlan(folder: string, plan: ClusterPlan): Promise<void> {
  await writeFile(join(folder, `${FILE}.new`), JSON.stringify(plan), { mode: 0o600, flush: true });
  await rename(join(folder, `${FILE}.new`), join(folder, FILE));
}

async function readPlan(file: string): Promise<ClusterPlan | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Kafka takes 16 bytes in base64url; its own tools read a leading dash as an option. */
function newClusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? newClusterId() : id;
}

/**
 * Below the range that systems take for the near end of a connection: a dead broker's port stays free until its
 * restart, and a client that knocks there meanwhile cannot be connected to itself.
 */
async function freePorts(count: number): Promise<readonly number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = await freePort(randomInt(20_000, 32_768));
    if (port !== undefined) ports.add(port);
  }
  return [...ports];
}

const digestOf = (users: Users | undefined): string =>
  users === undefined
    ? ''
    : createHash('sha256')
        .update(JSON.stringify(Object.entries(users).toSorted(([a], [b]) => (a < b ? -1 : 1))))
        .digest('hex');

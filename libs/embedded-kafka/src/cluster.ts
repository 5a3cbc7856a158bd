import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Broker } from './broker.js';
import { brokerProperties, type Properties, propertiesText } from './broker-properties.js';
import { type ClusterPlan, keepPlan, newPlan, type NodePlan, planIn, type Users } from './cluster-plan.js';
import { type Jvm, javaCommand } from './java.js';
import { KafkaFault } from './kafka-fault.js';
import { format } from './storage.js';

/** What is to run in a folder, and how. */
export type Cluster = {
  readonly folder: string;
  readonly size: number;
  readonly users?: Users | undefined;
  readonly properties?: Properties | undefined;
  readonly jvm: Jvm;
  /** What precedes each broker's command line. */
  readonly guard: readonly string[];
};

/** Others may take a port between its choice and its use. */
const TRIES = 3;

/**
 * Starts the cluster of a folder, made there when it is not, and waits until every node serves with all the others.
 * @throws KafkaFault when one of them does not; none runs then.
 */
export async function startCluster(
  cluster: Cluster,
  planNew = () => newPlan(cluster.size, cluster.users),
): Promise<readonly Broker[]> {
  const kept = await planIn(cluster.folder, cluster.size, cluster.users);
  if (kept !== undefined) return startNodes(cluster, kept);
  for (let tries = 1; ; tries += 1) {
    const plan = await planNew();
    try {
      await formatNodes(cluster, plan);
      const brokers = await startNodes(cluster, plan);
      await keepPlan(cluster.folder, plan);
      return brokers;
    } catch (error) {
      if (tries === TRIES || !(error instanceof KafkaFault && error.code === 'PORT_TAKEN')) throw error;
    }
  }
}

async function formatNodes(cluster: Cluster, plan: ClusterPlan): Promise<void> {
  const { jvm, users } = cluster;
  await Promise.all(
    plan.nodes.map(async (node) => {
      // A start that was cut short leaves a half-made one.
      await rm(folderOf(cluster, node), { recursive: true, force: true });
      await writeProperties(cluster, plan, node);
      await format(jvm, fileOf(cluster, node), plan.clusterId, users);
    }),
  );
}

async function startNodes(cluster: Cluster, plan: ClusterPlan): Promise<readonly Broker[]> {
  await Promise.all(plan.nodes.map((node) => writeProperties(cluster, plan, node)));
  const brokers = plan.nodes.map((node) => new Broker(node, launchOf(cluster, node)));
  for (const broker of brokers) broker.launch();
  try {
    const ids = plan.nodes.map(({ id }) => id);
    await Promise.all(brokers.map((broker) => broker.serves(ids)));
    return brokers;
  } catch (error) {
    await Promise.all(brokers.map((broker) => broker.kill()));
    throw error;
  }
}

const launchOf = (cluster: Cluster, node: NodePlan) => ({
  folder: folderOf(cluster, node),
  command: [...cluster.guard, ...javaCommand(cluster.jvm, ...brokerTold(fileOf(cluster, node)))],
  users: cluster.users,
});

async function writeProperties(cluster: Cluster, plan: ClusterPlan, node: NodePlan): Promise<void> {
  const { users, properties: extra = {} } = cluster;
  const logDir = join(folderOf(cluster, node), 'data');
  await mkdir(folderOf(cluster, node), { recursive: true, mode: 0o700 });
  await writeFile(fileOf(cluster, node), propertiesText(brokerProperties(plan, node, { logDir, users, extra })), {
    mode: 0o600,
  });
}

/** The end of a broker's command line, by which one that outlived its owner is found again. */
export const brokerTold = (file: string): readonly string[] => ['kafka.Kafka', file];

const folderOf = ({ folder }: Cluster, { id }: NodePlan): string => join(folder, `node-${id}`);

const fileOf = (cluster: Cluster, node: NodePlan): string => propertiesFile(cluster.folder, node.id);

/** Where the settings of a node lie. */
export const propertiesFile = (folder: string, id: number): string => join(folder, `node-${id}`, 'broker.properties');

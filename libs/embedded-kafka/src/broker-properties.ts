import type { ClusterPlan, NodePlan, Users } from './cluster-plan.js';

/** Settings of a broker by name. */
export type Properties = Readonly<Record<string, string>>;

/** What a node is told at each start, the extra settings last. */
export const brokerProperties = (
  plan: ClusterPlan,
  node: NodePlan,
  { logDir, users, extra }: { logDir: string; users?: Users | undefined; extra: Properties },
): Properties => ({
  'process.roles': 'broker,controller',
  'node.id': String(node.id),
  'controller.quorum.voters': plan.nodes.map(({ id, controllerPort }) => `${id}@127.0.0.1:${controllerPort}`).join(),
  'controller.listener.names': 'CONTROLLER',
  'inter.broker.listener.name': 'CLIENT',
  listeners: `CLIENT://127.0.0.1:${node.port},CONTROLLER://127.0.0.1:${node.controllerPort}`,
  'advertised.listeners': `CLIENT://127.0.0.1:${node.port}`,
  'log.dirs': logDir,
  'auto.create.topics.enable': 'false',
  'group.initial.rebalance.delay.ms': '0',
  // The standard 128 MiB is allocated at the start, and would be most of the heap.
  'log.cleaner.dedupe.buffer.size': '2097152',
  ...redundancy(plan.nodes.length),
  ...(users === undefined ? OPEN : closed(users)),
  ...extra,
});

const redundancy = (size: number): Properties => ({
  ...internalTopics(size),
  ...(size === 1 ? {} : { 'default.replication.factor': String(size), 'min.insync.replicas': '2' }),
  // A killed broker may register again only when its session has run out: 9 s by default. Three share two cores more
  // tightly, and a late heartbeat must not cost one its partitions.
  'broker.session.timeout.ms': size === 1 ? '2000' : '3000',
  'broker.heartbeat.interval.ms': size === 1 ? '200' : '300',
});

const internalTopics = (size: number): Properties => ({
  'offsets.topic.replication.factor': String(size),
  'offsets.topic.num.partitions': '1',
  'transaction.state.log.replication.factor': String(size),
  'transaction.state.log.min.isr': String(Math.min(size, 2)),
  'transaction.state.log.num.partitions': '1',
});

const OPEN: Properties = { 'listener.security.protocol.map': 'CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT' };

const SECURITY = 'org.apache.kafka.common.security';

/** Nobody in without a password, on the controllers' port either, and nobody but `admin` anywhere without an ACL. */
function closed({ admin = '' }: Users): Properties {
  const login = `required username="admin" password="${admin}"`;
  return {
    'listener.security.protocol.map': 'CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT',
    'sasl.mechanism.inter.broker.protocol': 'SCRAM-SHA-512',
    'listener.name.client.sasl.enabled.mechanisms': 'SCRAM-SHA-512',
    'listener.name.client.scram-sha-512.sasl.jaas.config': `${SECURITY}.scram.ScramLoginModule ${login};`,
    // SCRAM lies in the very metadata that controllers must agree on first; their own passwords cannot.
    'sasl.mechanism.controller.protocol': 'PLAIN',
    'listener.name.controller.sasl.enabled.mechanisms': 'PLAIN',
    'listener.name.controller.plain.sasl.jaas.config': `${SECURITY}.plain.PlainLoginModule ${login} user_admin="${admin}";`,
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': 'User:admin',
    'allow.everyone.if.no.acl.found': 'false',
  };
}

/** As a Java properties file, which is Latin-1: other characters, a folder's name perhaps, are escaped. */
export const propertiesText = (properties: Properties): string =>
  Object.entries(properties)
    .map(([name, value]) => `${name}=${escaped(value)}\n`)
    .join('');

const escaped = (value: string): string =>
  value
    .replaceAll('\\', '\\\\')
    .replaceAll(/[^\x20-\x7e]|^ /g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

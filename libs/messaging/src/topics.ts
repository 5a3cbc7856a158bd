import type { Admin, ITopicMetadata, Kafka } from 'kafkajs';
import { BrokersNotReady } from './errors.js';

export const CASE_TOPIC = 'bihuan.case-events.v1';
export const OTHER_TOPIC = 'bihuan.other-events.v1';
export const DEAD_LETTER_TOPIC = 'bihuan.dead-letters.v1';
/** How the topics of units begin. */
export const UNIT_TOPICS = 'bihuan.unit.';

/** Fixed when a topic is made: another count would send a case to another partition. */
const PARTITIONS = 24;
/** What a unit or a person reads alone is in one order. */
const ONE_PARTITION = 1;
/** From so many copies on a write is acknowledged when two have it. */
const TWO_IN_SYNC_FROM = 3;
const FOR_EVER = '-1';
/** An event is as large as what a caller may send, 1 MiB, beside its headers: whatever the brokers take by default. */
const MAX_MESSAGE_BYTES = String(2 * 1024 * 1024);
const LEADERS_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 20;

/** Topic of the cases of one unit. */
export const unitTopic = (tenantId: string, unitId: string): string => `${UNIT_TOPICS}${tenantId}.${unitId}.v1`;

/** How a topic of ours is made. */
export interface TopicPlan {
  readonly topic: string;
  readonly partitions: number;
}

/** The topics that every installation has. */
export const STANDING_TOPICS: readonly TopicPlan[] = [
  { topic: CASE_TOPIC, partitions: PARTITIONS },
  { topic: OTHER_TOPIC, partitions: PARTITIONS },
  { topic: DEAD_LETTER_TOPIC, partitions: ONE_PARTITION },
];

export const planOfUnitTopic = (tenantId: string, unitId: string): TopicPlan => ({
  topic: unitTopic(tenantId, unitId),
  partitions: ONE_PARTITION,
});

/** On how many brokers each topic lies. */
export interface Replication {
  /** So many brokers are waited for. */
  readonly least: number;
  /** More copies than this are made nowhere. */
  readonly most: number;
}

const AS_MANY_AS_THERE_ARE: Replication = { least: 1, most: 3 };

/**
 * Makes the topics that are missing, kept for ever, and waits until each of their partitions has a leader. Answers a
 * sentence for each that was made otherwise than it should be: nothing but a hand can mend that.
 * @throws BrokersNotReady when there are too few of them, or partitions without a leader
 */
export async function ensureTopics(
  kafka: Kafka,
  plans: readonly TopicPlan[],
  replication = AS_MANY_AS_THERE_ARE,
): Promise<readonly string[]> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const known = new Set(await admin.listTopics());
    const missing = plans.filter(({ topic }) => !known.has(topic));
    if (missing.length > 0) await create(admin, missing, replication);
    const names = plans.map(({ topic }) => topic);
    const made = new Map((await untilLed(admin, names)).map((topic) => [topic.name, topic]));
    return plans.flatMap((plan) => differencesOf(plan, made.get(plan.topic), replication));
  } finally {
    await admin.disconnect();
  }
}

async function create(admin: Admin, plans: readonly TopicPlan[], { least, most }: Replication): Promise<void> {
  const { length: there } = (await admin.describeCluster()).brokers;
  // With fewer, a topic would have fewer copies for ever.
  if (there < least)
    throw new BrokersNotReady(
      'TOO_FEW_BROKERS',
      `topics want ${least} brokers and ${there} are there: start them, or set KAFKA_REPLICATION`,
    );
  const replicas = Math.min(most, there);
  await admin.createTopics({
    // Its own wait has failed on a topic that was there a moment later.
    waitForLeaders: false,
    topics: plans.map(({ topic, partitions }) => ({
      topic,
      numPartitions: partitions,
      replicationFactor: replicas,
      configEntries: [
        { name: 'retention.ms', value: FOR_EVER },
        { name: 'cleanup.policy', value: 'delete' },
        { name: 'max.message.bytes', value: MAX_MESSAGE_BYTES },
        ...(replicas >= TWO_IN_SYNC_FROM ? [{ name: 'min.insync.replicas', value: '2' }] : []),
      ],
    })),
  });
}

async function untilLed(admin: Admin, topics: string[]): Promise<readonly ITopicMetadata[]> {
  const lastTry = performance.now() + LEADERS_WITHIN_MS;
  for (;;) {
    const seen = await admin.fetchTopicMetadata({ topics }).then(
      ({ topics: told }) => told,
      () => [],
    );
    const isLed = seen.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0));
    if (isLed && seen.length > 0) return seen;
    if (performance.now() > lastTry)
      throw new BrokersNotReady('NO_LEADER', `no leader of the topics ${topics.join(', ')}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** What sets a topic apart from its plan. */
export function differencesOf(
  { topic, partitions }: TopicPlan,
  made: ITopicMetadata | undefined,
  { least }: Pick<Replication, 'least'>,
): readonly string[] {
  if (!made) return [];
  const { length: count } = made.partitions;
  const replicas = Math.min(...made.partitions.map((partition) => partition.replicas.length));
  return [
    ...(count === partitions ? [] : [`${topic} has ${count} partitions, not ${partitions}`]),
    ...(replicas < least ? [`${topic} has ${replicas} replicas, not ${least} (KAFKA_REPLICATION)`] : []),
  ];
}

/** Names the brokers; others, or the same made anew, have another name. */
export async function clusterOf(kafka: Kafka): Promise<string> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return (await admin.describeCluster()).clusterId;
  } finally {
    await admin.disconnect();
  }
}

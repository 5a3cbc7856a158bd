import type { Admin, Kafka } from 'kafkajs';

export const CASE_TOPIC = 'bihuan.case-events.v1';
export const OTHER_TOPIC = 'bihuan.other-events.v1';
export const DEAD_LETTER_TOPIC = 'bihuan.dead-letters.v1';
/** How the topics of units begin. */
export const UNIT_TOPICS = 'bihuan.unit.';

/** Fixed when a topic is made: another count would send a case to another partition. */
const PARTITIONS = 24;
/** What a unit or a person reads alone is in one order. */
const ONE_PARTITION = 1;
const MAX_REPLICAS = 3;
const FOR_EVER = '-1';
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

/** Makes the topics that are missing, kept for ever, and waits until each of their partitions has a leader. */
export async function ensureTopics(kafka: Kafka, plans: readonly TopicPlan[]): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const known = new Set(await admin.listTopics());
    const missing = plans.filter(({ topic }) => !known.has(topic));
    if (missing.length > 0) await create(admin, missing);
    await untilLed(
      admin,
      plans.map(({ topic }) => topic),
    );
  } finally {
    await admin.disconnect();
  }
}

async function create(admin: Admin, plans: readonly TopicPlan[]): Promise<void> {
  const { brokers } = await admin.describeCluster();
  const replicas = Math.min(MAX_REPLICAS, brokers.length);
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
        ...(replicas === MAX_REPLICAS ? [{ name: 'min.insync.replicas', value: '2' }] : []),
      ],
    })),
  });
}

async function untilLed(admin: Admin, topics: readonly string[]): Promise<void> {
  const lastTry = performance.now() + LEADERS_WITHIN_MS;
  for (;;) {
    const led = await admin.fetchTopicMetadata({ topics: [...topics] }).then(
      (seen) => seen.topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0)),
      () => false,
    );
    if (led) return;
    if (performance.now() > lastTry) throw new Error(`the topics ${topics.join(', ')} have no leader`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
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

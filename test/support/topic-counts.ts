import { eventually, type LedgerUnderTest, uniqueName } from '@bihuan/testing';
import kafkajs, { type Kafka } from 'kafkajs';

/** An event as both the ledger and a topic name it. */
export interface Named {
  readonly streamId: string;
  readonly version: number;
  readonly eventId: string;
}

/** What the ledger of notes holds after a position, in its order. */
export async function ledgerAfter({ admin }: Pick<LedgerUnderTest, 'admin'>, position = 0): Promise<readonly Named[]> {
  const rows = await admin(
    'select stream_id, version, event_id from ledger.events where position > $1 order by position',
    [position],
  );
  return rows.map(([streamId, version, eventId]) => ({
    streamId: String(streamId),
    version: Number(version),
    eventId: String(eventId),
  }));
}

/** What became of the events of a ledger on their way over a topic, as a reader of it sees who drops repeats. */
export interface Counts {
  /** Accepted and told so to whoever asked. */
  readonly acknowledged: number;
  /** Different events of the ledger that arrived. */
  readonly delivered: number;
  /** Arrived again: allowed, and dropped by their version. */
  readonly repeated: number;
  /** In the ledger, or acknowledged, and never arrived. */
  readonly missing: number;
  /** Arrived before one that comes before it in its stream. */
  readonly misordered: number;
}

interface Arrived extends Named {
  readonly epoch: number;
}

/** Every message of a topic, each partition in its order, from the first to the newest of this moment. */
export async function readTopic(kafka: Kafka, topic: string): Promise<readonly Arrived[]> {
  const admin = kafka.admin();
  await admin.connect();
  const offsets = await eventually(() => unlessElecting(admin.fetchTopicOffsets(topic)), Boolean);
  await admin.disconnect();
  const left = new Map(
    (offsets ?? []).filter(({ high, low }) => high !== low).map(({ partition, high }) => [partition, Number(high)]),
  );
  if (left.size === 0) return [];
  const arrived: Arrived[] = [];
  const consumer = kafka.consumer({ groupId: uniqueName('count'), maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => payload.restart || reject(payload.error));
    const eachMessage = async ({ partition, message }: { partition: number; message: Received }): Promise<void> => {
      arrived.push(namedIn(message));
      if (Number(message.offset) + 1 >= (left.get(partition) ?? Infinity)) left.delete(partition);
      if (left.size === 0) resolve();
    };
    consumer.run({ eachMessage, partitionsConsumedConcurrently: 4 }).catch(reject);
  });
  await consumer.disconnect();
  return arrived;
}

/** Undefined while a partition is between two leaders: it is asked again. */
const unlessElecting = <T>(asked: Promise<T>): Promise<T | undefined> =>
  asked.catch((error: unknown) => {
    if (error instanceof kafkajs.KafkaJSProtocolError && error.retriable) return undefined;
    throw error;
  });

interface Received {
  readonly offset: string;
  readonly headers?: Readonly<Record<string, unknown>>;
}

function namedIn({ headers = {} }: Received): Arrived {
  const told = (name: string): string => String(headers[name]);
  const [, streamType = ''] = told('ce_type').split('.');
  return {
    streamId: `${streamType}-${told('ce_subject')}`,
    version: Number(told('ce_sequence')),
    eventId: told('ce_id'),
    epoch: Number(told('ce_epoch')),
  };
}

/** Holds what arrived against what the ledger holds and what was acknowledged. */
export function countsOf(
  arrived: readonly Named[],
  ledger: readonly Named[],
  acknowledged: readonly Pick<Named, 'eventId'>[],
): Counts {
  const last = new Map<string, number>();
  const delivered = new Set<string>();
  let [repeated, misordered] = [0, 0];
  for (const { streamId, version, eventId } of arrived) {
    const before = last.get(streamId) ?? 0;
    if (version <= before) {
      repeated += 1;
      continue;
    }
    if (version !== before + 1) misordered += 1;
    last.set(streamId, version);
    delivered.add(eventId);
  }
  const expected = new Set([...ledger, ...acknowledged].map(({ eventId }) => eventId));
  const missing = [...expected].filter((eventId) => !delivered.has(eventId)).length;
  return { acknowledged: acknowledged.length, delivered: delivered.size, repeated, missing, misordered };
}

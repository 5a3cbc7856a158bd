import kafkajs, { type Kafka, type Message, type PartitionMetadata, type TopicMessages } from 'kafkajs';
import { sizeOf } from './message-size.js';

/** Brokers take a batch of 1 MiB unless they are told another limit; the batch's own frame is small. */
const MAX_BYTES = 512 * 1024;

/** Messages of one partition, in their order. */
export interface Lot {
  readonly topic: string;
  readonly messages: Message[];
}

/**
 * Cuts messages into lots of one partition each. A send of the library to several partitions loses those whose leader
 * dies when another broker that takes them over has answered its own part before: it believes that it has answered all.
 */
export class Lots {
  private readonly partitionOf = kafkajs.Partitioners.DefaultPartitioner();
  private readonly known = new Map<string, PartitionMetadata[]>();

  constructor(private readonly kafka: Kafka) {}

  /** For each partition its lots, to be sent one after another: the brokers refuse a batch that is too large. */
  async of(topicMessages: readonly TopicMessages[]): Promise<readonly (readonly Lot[])[]> {
    await this.learn(topicMessages.map(({ topic }) => topic));
    return topicMessages.flatMap(({ topic, messages }) => {
      const partitionMetadata = this.known.get(topic) ?? [];
      const lots = Map.groupBy(messages, (message) => this.partitionOf({ topic, partitionMetadata, message }));
      return [...lots].map(([partition, own]) =>
        cut(own.map((told) => ({ ...told, partition }))).map((some) => ({ topic, messages: some })),
      );
    });
  }

  /** The count of a topic's partitions is fixed when it is made. */
  private async learn(topics: readonly string[]): Promise<void> {
    const unknown = topics.filter((topic) => !this.known.has(topic));
    if (unknown.length === 0) return;
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      const { topics: told } = await admin.fetchTopicMetadata({ topics: unknown });
      for (const { name, partitions } of told) this.known.set(name, partitions);
    } finally {
      await admin.disconnect();
    }
  }
}

/** In their order; a message that is larger by itself is alone. */
export function cut(messages: readonly Message[], maxBytes = MAX_BYTES): Message[][] {
  const lots: Message[][] = [];
  let [lot, bytes]: [Message[], number] = [[], Infinity];
  for (const message of messages) {
    const size = sizeOf(message);
    if (bytes + size > maxBytes) {
      lots.push((lot = []));
      bytes = 0;
    }
    lot.push(message);
    bytes += size;
  }
  return lots;
}

import kafkajs, { type Kafka, type Message, type PartitionMetadata, type TopicMessages } from 'kafkajs';

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

  async of(topicMessages: readonly TopicMessages[]): Promise<readonly Lot[]> {
    await this.learn(topicMessages.map(({ topic }) => topic));
    return topicMessages.flatMap(({ topic, messages }) => {
      const partitionMetadata = this.known.get(topic) ?? [];
      const lots = Map.groupBy(messages, (message) => this.partitionOf({ topic, partitionMetadata, message }));
      return [...lots].map(([partition, own]) => ({ topic, messages: own.map((told) => ({ ...told, partition })) }));
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

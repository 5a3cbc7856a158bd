import { asAdmin, describeKafka, kafkaOfRun, newTopic, uniqueName } from '@bihuan/testing';
import { kafkaClient } from './kafka-client.js';
import { differencesOf, ensureTopics } from './topics.js';

/** More than any cluster of ours has. */
const NINE = { least: 9, most: 9 };

const client = () => kafkaClient({ ...kafkaOfRun(), clientId: 'spec' });
const configsOf = async (topic: string): Promise<Readonly<Record<string, string>>> => {
  const asked = { includeSynonyms: false, resources: [{ type: 2, name: topic }] };
  const { resources } = await asAdmin(client(), (admin) => admin.describeConfigs(asked));
  const entries = resources.flatMap(({ configEntries }) => configEntries);
  return Object.fromEntries(entries.map(({ configName, configValue }) => [configName, configValue]));
};

describeKafka('the topics of the house', () => {
  it('are not made while brokers are missing: they would lack a copy for ever', async () => {
    const topic = uniqueName('wanted');
    const making = ensureTopics(client(), [{ topic, partitions: 1 }], NINE);
    await expect(making).rejects.toMatchObject({
      code: 'TOO_FEW_BROKERS',
      message: expect.stringMatching(/^topics want 9 brokers and \d are there: start them, or set KAFKA_REPLICATION$/),
    });
    expect(await asAdmin(client(), (admin) => admin.listTopics())).not.toContain(topic);
  });

  it('are made as planned, and no difference is told then', async () => {
    const topic = uniqueName('made');
    const plan = [{ topic, partitions: 3 }];
    const one = { least: 1, most: 1 };
    expect([await ensureTopics(client(), plan, one), await ensureTopics(client(), plan, one)]).toEqual([[], []]);
    expect(await configsOf(topic)).toMatchObject({ 'retention.ms': '-1', 'max.message.bytes': '2097152' });
  });

  it('that were made otherwise are told of, and used', async () => {
    const { topic } = await newTopic(client());
    expect(await ensureTopics(client(), [{ topic, partitions: 24 }], NINE)).toEqual([
      `${topic} has 1 partitions, not 24`,
      expect.stringMatching(/ has \d replicas, not 9 \(KAFKA_REPLICATION\)$/),
    ]);
  });

  it('may have more copies than asked for', () => {
    const partition = { partitionErrorCode: 0, partitionId: 0, leader: 1, replicas: [1, 2, 3], isr: [1] };
    const made = { name: 't', partitions: [partition] };
    expect(differencesOf({ topic: 't', partitions: 1 }, made, { least: 2 })).toEqual([]);
  });
});

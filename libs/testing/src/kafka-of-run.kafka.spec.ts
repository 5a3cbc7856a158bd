import kafkajs from 'kafkajs';
import { describeKafka, kafkaOfRun, uniqueName } from './kafka-of-run.js';

describeKafka('the broker of the run', () => {
  it('answers', async () => {
    const admin = new kafkajs.Kafka({ brokers: [...kafkaOfRun().brokers], logLevel: 0 }).admin();
    await admin.connect();
    expect((await admin.describeCluster()).brokers).not.toEqual([]);
    await admin.disconnect();
  });
});

describeKafka('without one', () => {
  const { TEST_KAFKA_BROKERS } = process.env;
  afterEach(() => {
    process.env['TEST_KAFKA_BROKERS'] = TEST_KAFKA_BROKERS;
    delete process.env['TEST_KAFKA_MISSING'];
  });

  it('a spec of another lane is told where it belongs', () => {
    delete process.env['TEST_KAFKA_BROKERS'];
    expect(kafkaOfRun).toThrow('This lane has no Kafka: call the spec *.kafka.spec.ts');
  });

  it('a spec is told what is missing', () => {
    delete process.env['TEST_KAFKA_BROKERS'];
    process.env['TEST_KAFKA_MISSING'] = 'Install Java.';
    expect(kafkaOfRun).toThrow('Install Java.');
  });
});

describe('a unique name', () => {
  it('is one that Kafka takes, and given once', () => {
    expect(uniqueName('notes')).toMatch(/^notes-[\w-]{1,60}$/);
    expect(uniqueName('notes')).not.toBe(uniqueName('notes'));
  });
});

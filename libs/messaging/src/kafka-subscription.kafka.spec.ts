import { connect, type Socket } from 'node:net';
import { describeKafka, kafkaOfRun, ledgerUnderTest, subscriptionContract, uniqueName } from '@bihuan/testing';
import type { ISocketFactory } from 'kafkajs';
import { kafkaClient } from './kafka-client.js';
import { KafkaSubscriptions } from './kafka-subscription.js';
import { Relay } from './relay.js';
import { ensureTopics } from './topics.js';
import { ledgerMessages } from './translate.js';

/** The way of one process to the brokers; while it is cut, nothing gets through. */
class CuttableLine {
  private readonly sockets = new Set<Socket>();
  private isCut = false;

  readonly open = ({ host, port, onConnect }: Parameters<ISocketFactory>[0]): Socket => {
    // Nobody listens on port 1.
    const socket = connect({ host, port: this.isCut ? 1 : port }, onConnect);
    this.sockets.add(socket);
    return socket;
  };

  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }
}

const watcher = {
  failed: () => undefined,
  waiting: () => undefined,
  parked: () => undefined,
  stopped: () => undefined,
};
const upcast = (_: string, __: number, data: unknown) => data;

describeKafka('on the broker of the run', () => {
  subscriptionContract('Kafka', async () => {
    const notes = await ledgerUnderTest();
    const [topic, noticeTopic] = [uniqueName('events'), uniqueName('notices')];
    const { brokers } = kafkaOfRun();
    const kafka = kafkaClient({ brokers, clientId: 'spec' });
    await ensureTopics(kafka, [
      { topic, partitions: 6 },
      { topic: noticeTopic, partitions: 1 },
    ]);
    await notes.feed.listen();
    const relay = new Relay(
      { name: 'notes', translation: () => ledgerMessages(() => topic) },
      { kafka, watcher, feed: notes.feed, database: notes.worker, cluster: () => Promise.resolve('one') },
    );
    relay.start();
    return {
      notes,
      process: async () => {
        const { worker: database } = await notes.process();
        const line = new CuttableLine();
        const own = kafkaClient({ brokers, clientId: 'spec', socketFactory: line.open });
        const subscriptions = new KafkaSubscriptions({ kafka: own, database, watcher, upcast, topic, noticeTopic });
        return { subscriptions, lose: () => line.cut(), mend: () => line.mend() };
      },
      stop: async () => {
        await relay.stop();
        await notes.stop();
      },
    };
  });
});

import {
  type Handler,
  pause,
  type Subscription,
  type SubscriptionParts,
  SubscriptionRun,
  type Subscriptions,
  unlessAborted,
  within,
} from '@bihuan/event-store';
import type { Consumer, ConsumerCrashEvent, ConsumerGroupJoinEvent, EachBatchPayload, Kafka } from 'kafkajs';
import type { FaultWatcher } from './broker-fault.js';
import { DeadLetterNotices } from './dead-letter-notices.js';
import { type AtBrokers, GroupMember } from './group-member.js';
import { brokerFaultOf, groupConsumer } from './kafka-client.js';
import { PartitionPlaces } from './partition-places.js';
import { CASE_TOPIC } from './topics.js';

const SAVE_MS = 1_000;
const AGAIN_MS = 1_000;
const END_MS = 20_000;
const GOODBYE_MS = 5_000;

type KafkaParts = Pick<SubscriptionParts, 'database' | 'watcher' | 'upcast'> & {
  readonly kafka: Kafka;
  readonly watcher: FaultWatcher;
  /** Read from; that of all cases unless told. */
  readonly topic?: string;
  /** Told of dead letters; the one of all services unless told. */
  readonly noticeTopic?: string;
};

/** Subscriptions on the topic of all cases, for services that run apart. */
export class KafkaSubscriptions implements Subscriptions {
  constructor(private readonly parts: KafkaParts) {}

  open(name: string, handler: Handler): KafkaSubscription {
    return new KafkaSubscription(name, handler, this.parts);
  }
}

/** A member of a consumer group of Kafka; its places are kept in PostgreSQL and sought whenever partitions are assigned. */
export class KafkaSubscription implements Subscription {
  private readonly run: SubscriptionRun;
  private readonly topic: string;
  private readonly notices: DeadLetterNotices;
  private brokerFault: string | undefined;

  constructor(
    private readonly name: string,
    private readonly handler: Handler,
    private readonly parts: KafkaParts,
  ) {
    this.topic = parts.topic ?? CASE_TOPIC;
    this.notices = new DeadLetterNotices(name, parts);
    this.run = new SubscriptionRun(name, parts.watcher, () => this.holdOrWait());
  }

  start(): void {
    this.run.start();
    this.notices.start();
  }

  trouble(): string | undefined {
    return this.run.trouble() ?? (this.brokerFault && `${this.name}: the brokers fail with ${this.brokerFault}`);
  }

  async stop(): Promise<void> {
    await this.run.stop();
    await this.notices.stop();
  }

  /** Brokers that are away, or that refuse, are asked again: the health page tells of it. */
  private async holdOrWait(): Promise<void> {
    try {
      await this.hold();
    } catch (error) {
      this.brokerFault = brokerFaultOf(error);
      if (this.brokerFault === undefined) throw error;
      await pause(AGAIN_MS, this.run.signal);
    }
  }

  private async hold(): Promise<void> {
    const consumer = groupConsumer(this.parts.kafka, { groupId: this.name });
    const held = this.heldBy(consumer);
    const { GROUP_JOIN, CRASH } = consumer.events;
    const crash = Promise.withResolvers<never>();
    consumer.on(GROUP_JOIN, ({ payload }: ConsumerGroupJoinEvent) => {
      this.brokerFault = undefined;
      held.member.assign(payload.memberAssignment[this.topic] ?? []);
    });
    consumer.on(CRASH, ({ payload }: ConsumerCrashEvent) => {
      // Letting go takes a while: the health page need not wait for it.
      this.brokerFault = brokerFaultOf(payload.error);
      crash.reject(payload.error);
    });
    const ending = new AbortController();
    let saving: Promise<void> = Promise.resolve();
    try {
      await unlessAborted(consumer.connect(), this.run.signal);
      await unlessAborted(consumer.subscribe({ topics: [this.topic], fromBeginning: true }), this.run.signal);
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        eachBatch: (payload) => this.take(held.member, payload),
      });
      saving = this.saveUntilTheEnd(consumer, held, AbortSignal.any([this.run.signal, ending.signal]));
      await Promise.race([crash.promise, saving]);
      // Whoever goes on begins where this one has ended: it stays in the group until that is saved.
      consumer.pause([{ topic: this.topic }]);
    } finally {
      ending.abort();
      // Its fault, if it had one, was told by the race.
      await saving.catch(() => undefined);
      await this.letGo(consumer, held);
    }
  }

  private async take(member: GroupMember, payload: EachBatchPayload): Promise<void> {
    try {
      await member.take(payload);
    } catch (error) {
      // Faults of the group are the library's to answer: it joins again.
      if (brokerFaultOf(error) !== undefined) throw error;
      this.run.giveUp(error);
    }
  }

  private heldBy(consumer: Consumer): Held {
    const { handler, run, topic } = this;
    const { kafka, database, upcast } = this.parts;
    const places = new PartitionPlaces(database, this.name, topic);
    const member = new GroupMember({
      handler,
      places,
      run,
      upcast,
      seek: (partition, offset) => consumer.seek({ topic, partition, offset: String(offset) }),
      atBrokers: () => atBrokers(kafka, topic),
    });
    return { member, places };
  }

  /** Resolves too when the member must join the group anew, for it lacks what the group has given it. */
  private async saveUntilTheEnd(consumer: Consumer, held: Held, signal: AbortSignal): Promise<void> {
    let committing: Promise<void> | undefined;
    let lackedOne = false;
    while (!signal.aborted) {
      await pause(SAVE_MS, signal);
      await this.save(held);
      const { lacksOne } = held.member;
      // Once it may be a matter of moments: what another has taken is taken from this one by the group, too.
      if (lacksOne && lackedOne) return;
      lackedOne = lacksOne;
      // Not waited for: brokers that are silent must not keep our own places from being saved.
      committing ??= this.tellLag(consumer, held.member).finally(() => (committing = undefined));
    }
  }

  /** Saves how far each partition has come; those that are another's by now are let go. */
  private async save({ member, places }: Held): Promise<void> {
    const reached = member.reached();
    if (reached.size === 0) return;
    for (const partition of await places.save(reached)) member.drop(partition);
  }

  /** Kafka's own offsets only show the lag: after ours, and whether they are taken or not. */
  private async tellLag(consumer: Consumer, member: GroupMember): Promise<void> {
    const { topic } = this;
    const offsets = [...member.reached()].map(([partition, { offset }]) => ({
      topic,
      partition,
      offset: String(offset),
    }));
    await consumer.commitOffsets(offsets).catch(() => undefined);
  }

  private async letGo(consumer: Consumer, held: Held): Promise<void> {
    const { member } = held;
    // What hangs is left behind: it is the same command again for whoever goes on, and adds nothing twice.
    await within(END_MS, member.end()).catch(() => undefined);
    await this.save(held).catch(() => undefined);
    await within(GOODBYE_MS, this.tellLag(consumer, member)).catch(() => undefined);
    await within(GOODBYE_MS, consumer.disconnect()).catch(() => undefined);
  }
}

/** One membership in the group, and the places that it moves. */
interface Held {
  readonly member: GroupMember;
  readonly places: PartitionPlaces;
}

async function atBrokers(kafka: Kafka, topic: string): Promise<AtBrokers> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const [{ clusterId: cluster }, offsets] = [await admin.describeCluster(), await admin.fetchTopicOffsets(topic)];
    return { cluster, ends: new Map(offsets.map(({ partition, high }) => [partition, Number(high)])) };
  } finally {
    await admin.disconnect();
  }
}

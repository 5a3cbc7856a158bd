import {
  type Feed,
  pause,
  type Place,
  type RecordedEvent,
  SubscriptionRun,
  unlessAborted,
  type Watcher,
  within,
  type WorkerDatabase,
} from '@bihuan/event-store';
import type { Kafka, Producer, TopicMessages } from 'kafkajs';
import { brokerFaultOf, idempotentProducer } from './kafka-client.js';
import { Lots } from './lots.js';
import { RelayLease, type Taken } from './relay-lease.js';

/** How long a standby waits until it looks again, and a relay without work until it renews its lease. */
const RENEW_MS = 1_000;
/** After a send that has failed: the page goes out anew, by a new producer. */
const AGAIN_MS = 200;
const GOODBYE_MS = 2_000;

/** What a relay makes of a page of the feed, in its order. */
export type Translate = (events: readonly RecordedEvent[], epoch: number) => Promise<TopicMessages[]>;

/** How far a relay has come. */
export interface RelayStatus {
  readonly isLeading: boolean;
  /** Position up to which everything is acknowledged by the brokers, as far as this process has sent it. */
  readonly position: number;
  /** Events this process has relayed since it began. */
  readonly events: number;
  /** `recordedAt` of the oldest event that is not acknowledged yet; undefined at the head. */
  readonly oldestWaiting: string | undefined;
}

type Send = (page: readonly RecordedEvent[], epoch: number) => Promise<void>;

/** What one relay copies. */
export interface Relaying {
  /** Of its lease and its place. */
  readonly name: string;
  /** Made anew each time the relay leads: what it remembers is of that time. */
  readonly translation: () => Translate;
}

interface RelayParts {
  readonly feed: Feed;
  readonly kafka: Kafka;
  readonly database: WorkerDatabase;
  readonly watcher: Pick<Watcher, 'stopped'>;
  /** Names the brokers: others have nothing of what these have. */
  readonly cluster: () => Promise<string>;
}

/**
 * Copies the ledger to Kafka in its order. One relay of a name leads, others stand by; a page is sent as a whole
 * and awaited, and the place moves after the brokers' acknowledgement: a crash may repeat, never skip, never reorder.
 */
export class Relay {
  private readonly run: SubscriptionRun;
  private readonly lease: RelayLease;
  private brokerFault: string | undefined;
  private status: RelayStatus = { isLeading: false, position: 0, events: 0, oldestWaiting: undefined };

  constructor(
    private readonly relaying: Relaying,
    private readonly parts: RelayParts,
  ) {
    this.lease = new RelayLease(parts.database, relaying.name);
    this.run = new SubscriptionRun(relaying.name, parts.watcher, () => this.leadOrWait());
  }

  get name(): string {
    return this.relaying.name;
  }

  start(): void {
    this.run.start();
  }

  trouble(): string | undefined {
    return this.run.trouble() ?? (this.brokerFault && `the brokers fail with ${this.brokerFault}`);
  }

  get progress(): RelayStatus {
    return this.status;
  }

  /** Lets the page under way end, gives the lease up, and stops. */
  async stop(): Promise<void> {
    await this.run.stop();
  }

  /** Brokers that are away are waited for; what fails in the ledger is for the run to judge. */
  private async leadOrWait(): Promise<void> {
    try {
      await this.lead();
    } catch (error) {
      this.brokerFault = brokerFaultOf(error);
      if (this.brokerFault === undefined) throw error;
      await pause(AGAIN_MS, this.run.signal);
    }
  }

  private async lead(): Promise<void> {
    const taken = await this.lease.take(await unlessAborted(this.parts.cluster(), this.run.signal));
    if (!taken) return pause(RENEW_MS, this.run.signal);
    this.status = { ...this.status, isLeading: true, position: taken.place.position };
    const producer = idempotentProducer(this.parts.kafka);
    try {
      await unlessAborted(producer.connect(), this.run.signal);
      this.brokerFault = undefined;
      await this.follow(taken, this.sending(producer));
      await this.lease.release();
    } finally {
      this.status = { ...this.status, isLeading: false, oldestWaiting: undefined };
      // One that does not end has lost its brokers, and nothing of its is waited for.
      await within(GOODBYE_MS, producer.disconnect()).catch(() => undefined);
    }
  }

  /** Relays page after page until told to stop, or until the lease is lost. */
  private async follow({ place, epoch }: Taken, send: Send): Promise<void> {
    const { feed } = this.parts;
    const { signal } = this.run;
    let reached: Place = place;
    while (!signal.aborted) {
      const { heard } = feed;
      const page = await feed.read(reached.position);
      const last = page.at(-1);
      if (last) {
        this.status = { ...this.status, oldestWaiting: page[0]?.meta.recordedAt };
        await send(page, epoch);
        reached = { position: last.meta.position, eventId: last.meta.eventId };
      }
      // Also without a page: who leads says so, and hears when it does not lead any more.
      if (!(await this.lease.save(reached, epoch))) return;
      this.sent(reached, page.length);
      if (!last) await feed.wait(RENEW_MS, { heard, signal });
    }
  }

  /** One send a page and partition. Broken off by a stop, it may have been sent: then it is sent again. */
  private sending(producer: Producer): Send {
    const translate = this.relaying.translation();
    const lots = new Lots(this.parts.kafka);
    return async (page, epoch) => {
      const topicMessages = await translate(page, epoch);
      const sent = (await lots.of(topicMessages)).map((lot) => producer.send({ ...lot, acks: -1 }));
      await unlessAborted(Promise.all(sent), this.run.signal);
    };
  }

  private sent({ position }: Place, events: number): void {
    this.status = { ...this.status, position, events: this.status.events + events, oldestWaiting: undefined };
  }
}

import {
  type Feed,
  isPassing,
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
import { brokerFaultOf, type FaultWatcher } from './broker-fault.js';
import { SendFailed } from './errors.js';
import { Hindrance } from './hindrance.js';
import { idempotentProducer } from './kafka-client.js';
import { type Lot, Lots } from './lots.js';
import { RelayLease, type Taken } from './relay-lease.js';

/** How long a standby waits until it looks again, and a relay without work until it renews its lease. */
const RENEW_MS = 1_000;
/** While there is always more, the place is saved so often: a crash sends this again, beside the page under way. */
const SAVE_MS = 100;
/** After a send that has failed: the page goes out anew, by a new producer. */
const AGAIN_MS = 200;
/** The same after a refusal, which only somebody ends; shorter than the lease, so that no other begins the same. */
const REFUSED_MS = 1_000;
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
}

/** Answers false when the lease is another's: then what is left of the page was not sent. */
type Send = (page: readonly RecordedEvent[], epoch: number) => Promise<boolean>;

/** How far a relay has come while it leads. */
interface Course {
  readonly epoch: number;
  /** Acknowledged by the brokers up to here. */
  reached: Place;
  saved: Place;
  savedAt: number;
}

/** What one relay copies. */
export interface Relaying {
  /** Of its lease and its place. */
  readonly name: string;
  /** Made anew each time the relay leads: what it remembers is of that time. */
  readonly translation: () => Translate;
  /** What is wrong with its topics though it goes on. */
  readonly trouble?: () => string | undefined;
}

interface RelayParts {
  readonly feed: Feed;
  readonly kafka: Kafka;
  readonly database: WorkerDatabase;
  readonly watcher: Pick<Watcher, 'stopped'> & FaultWatcher;
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
  private readonly hindrance: Hindrance;
  private status: RelayStatus = { isLeading: false, position: 0, events: 0 };

  constructor(
    private readonly relaying: Relaying,
    private readonly parts: RelayParts,
  ) {
    this.lease = new RelayLease(parts.database, relaying.name);
    this.hindrance = new Hindrance(relaying.name, parts.watcher);
    this.run = new SubscriptionRun(relaying.name, parts.watcher, () => this.leadOrWait());
  }

  get name(): string {
    return this.relaying.name;
  }

  start(): void {
    this.run.start();
  }

  trouble(): string | undefined {
    return this.run.trouble() ?? this.hindrance.reason ?? this.relaying.trouble?.();
  }

  get progress(): RelayStatus {
    return this.status;
  }

  /** Lets the page under way end, gives the lease up, and stops. */
  async stop(): Promise<void> {
    await this.run.stop();
  }

  /** Brokers that are away, or that refuse, are asked again; what fails in the ledger is for the run to judge. */
  private async leadOrWait(): Promise<void> {
    try {
      await this.lead();
    } catch (error) {
      const isOfBrokers = brokerFaultOf(error) !== undefined;
      if (!isOfBrokers && !isPassing(error)) throw error;
      const { isRefusal } = this.hindrance.met(error);
      if (!isOfBrokers) throw error;
      await pause(isRefusal ? REFUSED_MS : AGAIN_MS, this.run.signal);
    }
  }

  private async lead(): Promise<void> {
    // Whoever stands by asks the brokers nothing.
    const taken = (await this.lease.isFree())
      ? await this.lease.take(await unlessAborted(this.parts.cluster(), this.run.signal))
      : undefined;
    if (!taken) return this.standBy();
    this.status = { ...this.status, isLeading: true, position: taken.place.position };
    const producer = idempotentProducer(this.parts.kafka);
    try {
      await unlessAborted(producer.connect(), this.run.signal);
      await this.follow(taken, this.sending(producer));
      await this.lease.release();
    } finally {
      this.status = { ...this.status, isLeading: false };
      // One that does not end has lost its brokers, and nothing of its is waited for.
      await within(GOODBYE_MS, producer.disconnect()).catch(() => undefined);
    }
  }

  private standBy(): Promise<void> {
    this.hindrance.leftToAnother();
    return pause(RENEW_MS, this.run.signal);
  }

  /** Relays page after page until told to stop, or until the lease is lost. */
  private async follow({ place, epoch }: Taken, send: Send): Promise<void> {
    const course: Course = { epoch, reached: place, saved: place, savedAt: -Infinity };
    try {
      while (!this.run.signal.aborted && (await this.relayPage(course, send)));
    } finally {
      // A stop or a fault in the midst of a page: what was sent before it need not go out again.
      if (course.reached !== course.saved) await this.lease.save(course.reached, epoch).catch(() => undefined);
    }
  }

  /** False when the lease is another's. */
  private async relayPage(course: Course, send: Send): Promise<boolean> {
    const { feed } = this.parts;
    const heard = feed.heard();
    const page = await feed.read(course.reached.position);
    const last = page.at(-1);
    if (last) {
      if (!(await send(page, course.epoch))) return false;
      course.reached = { position: last.meta.position, eventId: last.meta.eventId };
    }
    // Also without a page: who leads says so, and hears when it does not lead any more.
    if (!last || performance.now() - course.savedAt >= SAVE_MS) {
      if (!(await this.lease.save(course.reached, course.epoch))) return false;
      Object.assign(course, { saved: course.reached, savedAt: performance.now() });
    }
    this.hindrance.passed();
    this.sent(course.reached, page.length);
    if (!last) await feed.wait(RENEW_MS, { heard, signal: this.run.signal });
    return true;
  }

  /** Partitions side by side. Broken off by a stop, a page may have been sent: then it is sent again. */
  private sending(producer: Producer): Send {
    const translate = this.relaying.translation();
    const lots = new Lots(this.parts.kafka);
    return async (page, epoch) => {
      const queues = await lots.of(await translate(page, epoch));
      const broken = new AbortController();
      const signal = AbortSignal.any([broken.signal, this.run.signal]);
      try {
        const sent = queues.map((queue) => this.sendInTurn(producer, queue, signal));
        return (await unlessAborted(Promise.all(sent), this.run.signal)).every((isSent) => isSent);
      } finally {
        // What another partition has left goes out with the page, by the next producer, and by no other.
        broken.abort();
      }
    };
  }

  /** One send at a time to a partition, each under the lease; false when that is another's, or when it was broken off. */
  private async sendInTurn(producer: Producer, queue: readonly Lot[], signal: AbortSignal): Promise<boolean> {
    for (const lot of queue) {
      if (signal.aborted || !(await this.lease.isHeld())) return false;
      await producer.send({ ...lot, acks: -1 }).catch((error: unknown) => {
        throw new SendFailed(lot.topic, error);
      });
    }
    return true;
  }

  private sent({ position }: Place, events: number): void {
    this.status = { ...this.status, position, events: this.status.events + events };
  }
}

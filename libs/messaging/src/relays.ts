import type { Feed, Watcher, WorkerDatabase } from '@bihuan/event-store';
import { pause, unlessAborted, untilItPasses } from '@bihuan/event-store';
import type { Kafka } from 'kafkajs';
import type { FaultWatcher } from './broker-fault.js';
import { Hindrance } from './hindrance.js';
import { Relay, type Relaying } from './relay.js';
import { clusterOf, ensureTopics, type Replication, STANDING_TOPICS } from './topics.js';

/** So long the first lease takes to be had. */
const TAKEN_MS = 500;
/** Who leads one relay leaves the next to another process, if one begins in this time: two use two cores. */
const SPREAD_MS = 2_000;

interface RelaysParts {
  /** Of the payloads as they are stored. */
  readonly feed: Feed;
  readonly database: WorkerDatabase;
  readonly kafka: Kafka;
  readonly watcher: Pick<Watcher, 'stopped'> & FaultWatcher;
  readonly replication: Replication;
}

/** All relays of a process: begun together, once the topics are there. */
export class Relays {
  private readonly ending = new AbortController();
  private readonly relays: readonly Relay[];
  private beginning: Promise<void> | undefined;
  private readonly hindrance: Hindrance;
  private isBegun = false;
  private awaited: 'brokers have' | 'database has' = 'brokers have';
  private differences: readonly string[] = [];

  constructor(
    plans: readonly Relaying[],
    private readonly parts: RelaysParts,
  ) {
    this.hindrance = new Hindrance('relays', parts.watcher);
    const cluster = () => clusterOf(parts.kafka);
    this.relays = plans.map((plan) => new Relay(plan, { ...parts, cluster }));
  }

  /** Each with how far it has come. */
  get all(): readonly Pick<Relay, 'name' | 'progress'>[] {
    return this.relays;
  }

  /** Begins in the background: brokers that are away are waited for. */
  start(): void {
    this.beginning ??= this.begin();
  }

  trouble(): string | undefined {
    if (!this.isBegun) return this.hindrance.reason ?? `the ${this.awaited} not answered yet`;
    const reasons = [...this.relays.map((relay) => relay.trouble()), ...this.differences];
    return reasons.find((reason) => reason !== undefined);
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.beginning;
    await Promise.all(this.relays.map((relay) => relay.stop()));
    await this.parts.feed.close();
  }

  private async begin(): Promise<void> {
    const { kafka, feed, replication } = this.parts;
    const { signal } = this.ending;
    const ready = await untilItPasses(
      async () => {
        this.differences = await unlessAborted(ensureTopics(kafka, STANDING_TOPICS, replication), signal);
        this.awaited = 'database has';
        await feed.listen();
        return true;
      },
      signal,
      // Whatever is away or refuses: without brokers or database there is nothing to relay.
      (error) => signal.aborted || this.hindrance.met(error) !== undefined,
    );
    if (!ready) return;
    this.hindrance.passed();
    this.isBegun = true;
    for (const relay of this.relays) {
      if (signal.aborted) return;
      relay.start();
      await pause(TAKEN_MS, signal);
      if (relay.progress.isLeading) await pause(SPREAD_MS, signal);
    }
  }
}

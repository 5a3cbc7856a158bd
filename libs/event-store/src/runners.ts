import type { DomainEvent, Fold, StateProjection, StreamState } from '@bihuan/kernel';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { CommandBus } from '@nestjs/cqrs';
import type { Upcast } from './catalogue.js';
import type { WorkerDatabase } from './database.js';
import type { Feed } from './feed.js';
import type { Ledger } from './ledger.js';
import { ProjectionRunner, subscriptionOf } from './projection-runner.js';
import { DeadLetters } from './dead-letters.js';
import { Delivery } from './delivery.js';
import type { Reaction } from './reaction.js';
import { reacting } from './reactions.js';
import type { Subscription, Subscriptions } from './subscription.js';
import type { Watcher } from './watcher.js';

/** What everything in the background stands on. */
export interface RunnersParts {
  readonly feed: Feed;
  readonly database: WorkerDatabase;
  readonly ledger: Ledger;
  readonly commands: CommandBus;
  readonly watcher: Watcher;
  readonly upcast: Upcast;
  /** Where the events of reactions come from. */
  readonly subscriptions: Subscriptions;
  /** Names the program: each build tries once what others have failed at. */
  readonly build: string;
}

type Runner = Pick<ProjectionRunner<StreamState, DomainEvent, object>, 'start' | 'stop' | 'trouble' | 'reached'>;

/** Everything of the process that reads the ledger in the background: services add theirs, then all start together. */
export class Runners implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly subscriptions: Subscription[] = [];
  private readonly deliveries: Delivery[] = [];
  private readonly projections = new Map<string, Runner>();

  constructor(private readonly parts: RunnersParts) {}

  /** The one reaction subscription of a service, `<service>.reactions`. */
  addReactions(name: string, reactions: readonly Reaction[]): void {
    const { database, upcast, build, watcher, commands, ledger, subscriptions } = this.parts;
    const handled = reacting(reactions, { execute: (command) => commands.execute(command), now: () => ledger.now() });
    const delivery = new Delivery(handled, new DeadLetters(name, { database, upcast, build }), watcher);
    this.deliveries.push(delivery);
    this.subscriptions.push(subscriptions.open(name, delivery));
  }

  /** A table that tells what the streams of a type say. */
  addProjection<State extends StreamState, Reads extends DomainEvent, Row extends object>(
    streamType: string,
    fold: Fold<State, Reads>,
    projection: StateProjection<State, Row>,
  ): void {
    const runner = new ProjectionRunner({ streamType, fold, projection }, this.parts);
    this.projections.set(subscriptionOf(projection.table), runner);
  }

  /** How far the table has been read, by this process or by the one that keeps it; 0 for a table of nobody's. */
  async position(table: string): Promise<number> {
    return (await this.projections.get(subscriptionOf(table))?.reached()) ?? 0;
  }

  /** What keeps the process from being ready; undefined when all goes well. */
  trouble(): string | undefined {
    return [...this.subscriptions, ...this.deliveries, ...this.projections.values()]
      .map((runner) => runner.trouble())
      .find((reason) => reason !== undefined);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.parts.feed.listen();
    for (const runner of [...this.subscriptions, ...this.projections.values()]) runner.start();
    for (const delivery of this.deliveries) delivery.start();
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([...this.subscriptions, ...this.projections.values()].map((runner) => runner.stop()));
    await Promise.all(this.deliveries.map((delivery) => delivery.stop()));
  }
}

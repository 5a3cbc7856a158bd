import type { DomainEvent, Fold, StateProjection, StreamState } from '@bihuan/kernel';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { CommandBus } from '@nestjs/cqrs';
import type { Upcast } from './catalogue.js';
import type { WorkerDatabase } from './database.js';
import type { Feed } from './feed.js';
import type { Ledger } from './ledger.js';
import { ProjectionRunner, subscriptionOf } from './projection-runner.js';
import type { Reaction } from './reaction.js';
import type { Watcher } from './reaction-handler.js';
import { ReactionsRunner } from './reactions-runner.js';

/** What everything in the background stands on. */
export interface RunnersParts {
  readonly feed: Feed;
  readonly database: WorkerDatabase;
  readonly ledger: Ledger;
  readonly commands: CommandBus;
  readonly watcher: Watcher;
  readonly upcast: Upcast;
}

type Runner = Pick<ProjectionRunner<StreamState, DomainEvent, object>, 'start' | 'stop' | 'trouble' | 'reached'>;

/** Everything of the process that reads the ledger in the background: services add theirs, then all start together. */
export class Runners implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly reactionRunners: ReactionsRunner[] = [];
  private readonly projections = new Map<string, Runner>();

  constructor(private readonly parts: RunnersParts) {}

  /** The one reaction subscription of a service, `<service>.reactions`. */
  addReactions(subscription: string, reactions: readonly Reaction[]): void {
    const { feed, database, watcher, commands, ledger } = this.parts;
    const execute = (command: object) => commands.execute(command);
    const now = () => ledger.now();
    this.reactionRunners.push(new ReactionsRunner(subscription, reactions, { feed, database, watcher, execute, now }));
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
    return [...this.reactionRunners, ...this.projections.values()]
      .map((runner) => runner.trouble())
      .find((reason) => reason !== undefined);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.parts.feed.listen();
    for (const runner of [...this.reactionRunners, ...this.projections.values()]) runner.start();
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([...this.reactionRunners, ...this.projections.values()].map((runner) => runner.stop()));
  }
}

import type { Command } from '@bihuan/kernel';
import { streamOf } from './ordered-work.js';
import { isPassing } from './passing-fault.js';
import type { Reaction } from './reaction.js';
import type { RecordedEvent } from './recorded-event.js';
import { pause } from './within.js';

const BACKOFF_MS = { first: 100, most: 30_000 };

/** What a runner reports to whoever watches over the process. */
export interface Watcher {
  /** A reaction failed and is tried again; only its stream waits. */
  failed(subscription: string, event: RecordedEvent, error: unknown): void;
  /** The subscription has stopped and needs a restart. */
  stopped(subscription: string, error: unknown): void;
}

/** How reactions are carried out. */
export interface HandlerParts {
  readonly execute: (command: Command) => Promise<unknown>;
  readonly now: () => string;
  readonly watcher: Watcher;
}

/** Carries out what a service's reactions make of one event, and tries again until it succeeds. */
export class ReactionHandler {
  /** Streams whose oldest event cannot be handled, with the name of the fault. */
  private readonly failing = new Map<string, string>();

  constructor(
    private readonly subscription: string,
    private readonly reactions: readonly Reaction[],
    private readonly parts: HandlerParts,
    /** Ends all further tries. */
    private readonly signal: AbortSignal,
  ) {}

  /** A stream that waits behind a fault, in words; undefined when there is none. */
  trouble(): string | undefined {
    const [first] = this.failing;
    return first && `${this.subscription} tries ${first[0]} again: ${first[1]}`;
  }

  isFailing(event: RecordedEvent): boolean {
    return this.failing.has(streamOf(event));
  }

  /** True once every reaction has had the event; false when the signal came before that. */
  async handle(event: RecordedEvent, behind: readonly RecordedEvent[]): Promise<boolean> {
    for (const reaction of this.reactions) {
      if (!(await this.untilDone(event, () => this.react(reaction, event, behind)))) return false;
    }
    this.failing.delete(streamOf(event));
    return true;
  }

  private async react(
    { commandFor, isWokenByTheNewest }: Reaction,
    event: RecordedEvent,
    behind: readonly RecordedEvent[],
  ): Promise<void> {
    const now = this.parts.now();
    const command = commandFor(event, now);
    if (!command) return;
    if (isWokenByTheNewest && behind.some((later) => commandFor(later, now) !== undefined)) return;
    await this.parts.execute(command);
  }

  private async untilDone(event: RecordedEvent, attempt: () => Promise<void>): Promise<boolean> {
    const { signal } = this;
    for (let wait = BACKOFF_MS.first; !signal.aborted; wait = Math.min(wait * 2, BACKOFF_MS.most)) {
      try {
        await attempt();
        return true;
      } catch (error) {
        // A lost race or a database that is away says nothing about the event.
        if (!isPassing(error)) this.report(event, error);
      }
      await pause(wait, signal);
    }
    return false;
  }

  private report(event: RecordedEvent, error: unknown): void {
    this.failing.set(streamOf(event), error instanceof Error ? error.name : 'error');
    this.parts.watcher.failed(this.subscription, event, error);
  }
}

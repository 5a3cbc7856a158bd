import { Refusal } from '@bihuan/kernel';
import { codeOf } from './fault-code.js';
import { LongWait } from './long-wait.js';
import { isPassing } from './passing-fault.js';
import type { React } from './reactions.js';
import type { RecordedEvent } from './recorded-event.js';
import { untilItPasses } from './until-it-passes.js';
import type { Watcher } from './watcher.js';

/** So often an event is tried before it is set aside; with the pauses in between that takes 1.5 s. */
const MAX_TRIES = 5;

/** What became of an event; `ended`: the signal came first, or it is another's to try. */
export type Outcome = 'done' | 'ended' | { readonly reason: string };

/** Until when an event may be tried. */
export interface Leave {
  readonly signal: AbortSignal;
  /** Asked before each try: one that waited for a fault to pass may have waited too long. */
  readonly isOurs: () => Promise<boolean> | boolean;
}

/** Tries the events of a subscription, each until it succeeds, the signal comes, or it is found to be at fault. */
export class Attempts {
  constructor(
    private readonly react: React,
    private readonly subscription: string,
    private readonly watcher: Pick<Watcher, 'failed' | 'waiting'>,
    private readonly now: () => number,
  ) {}

  async attempt(event: RecordedEvent, behind: readonly RecordedEvent[], leave: Leave): Promise<Outcome> {
    let failures = 0;
    const work = async (): Promise<Outcome | undefined> => {
      if (!(await leave.isOurs())) return 'ended';
      try {
        await this.react(event, behind);
        return 'done';
      } catch (error) {
        // A lost race or a database that is away says nothing about the event.
        if (isPassing(error)) throw error;
        failures += 1;
        this.watcher.failed(this.subscription, event, error);
        // What a rule refuses it refuses again.
        return error instanceof Refusal || failures === MAX_TRIES ? { reason: reasonOf(error) } : undefined;
      }
    };
    return (await this.patiently(event, work, leave.signal)) ?? 'ended';
  }

  /** Does what an event needs over faults that pass; undefined when the signal came first. A long wait is told. */
  patiently<T>(event: RecordedEvent, work: () => Promise<T | undefined>, signal: AbortSignal): Promise<T | undefined> {
    const wait = new LongWait((error) => this.watcher.waiting(this.subscription, event, reasonOf(error)), this.now);
    return untilItPasses(work, signal, (error) => {
      const passes = isPassing(error);
      if (passes) wait.goesOn(error);
      return passes;
    });
  }
}

/** A code: nothing that a message may name is kept. */
function reasonOf(error: unknown): string {
  if (error instanceof Refusal) return error.code;
  const name = error instanceof Error ? error.name : 'Error';
  const code = codeOf(error);
  return code === '' ? name : `${name}.${code}`;
}

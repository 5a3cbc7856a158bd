import { Refusal } from '@bihuan/kernel';
import { codeOf } from './fault-code.js';
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
    private readonly watcher: Pick<Watcher, 'failed'>,
  ) {}

  async attempt(event: RecordedEvent, behind: readonly RecordedEvent[], leave: Leave): Promise<Outcome> {
    let failures = 0;
    const answered = await untilItPasses<Outcome>(async () => {
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
    }, leave.signal);
    return answered ?? 'ended';
  }
}

/** A code: nothing that a message may name is kept. */
function reasonOf(error: unknown): string {
  if (error instanceof Refusal) return error.code;
  const name = error instanceof Error ? error.name : 'Error';
  const code = codeOf(error);
  return code === '' ? name : `${name}.${code}`;
}

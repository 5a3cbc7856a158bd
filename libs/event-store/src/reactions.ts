import type { Command } from '@bihuan/kernel';
import type { RecordedEvent } from './recorded-event.js';
import type { EventKind, Reaction } from './reaction.js';

/** Carries out what an event leads to, knowing those of its stream that wait behind it. @throws what the command throws */
export type React = (event: RecordedEvent, behind: readonly RecordedEvent[]) => Promise<void>;

/** What events lead to in a service, and which of them may lead to anything. */
export interface Reacting {
  readonly isConcerned: (kind: EventKind) => boolean;
  readonly react: React;
}

interface Means {
  readonly execute: (command: Command) => Promise<unknown>;
  readonly now: () => string;
}

/** All reactions of a service, one after another: no two of them see a case in different orders. */
export function reacting(reactions: readonly Reaction[], { execute, now }: Means): Reacting {
  const react: React = async (event, behind) => {
    for (const { commandFor, isWokenByTheNewest } of reactions) {
      const at = now();
      const command = commandFor(event, at);
      if (!command) continue;
      if (isWokenByTheNewest && behind.some((later) => commandFor(later, at) !== undefined)) continue;
      await execute(command);
    }
  };
  return { react, isConcerned: (kind) => reactions.some(({ isConcerned }) => isConcerned(kind)) };
}

import { type CaseState, type Clock, isOver } from '@bihuan/case';
import { ruleOf } from './clock-table.policy.js';

/** Instants at which a running clock has something to say: its silent warn points, and its end. */
const duesOf = ({ warnAt, warned, isBreached, dueAt }: AsRunning): readonly string[] => [
  ...warnAt.filter((_, index) => !warned.includes(index + 1)),
  ...(isBreached ? [] : [dueAt]),
];

interface AsRunning {
  readonly warnAt: readonly string[];
  readonly warned: readonly number[];
  readonly isBreached: boolean;
  readonly dueAt: string;
}

const isRunning = ({ status }: CaseState, { status: ofClock, stage }: Clock): boolean =>
  ofClock === 'RUNNING' && (!isOver(status) || ruleOf(stage).outlivesTheCase === true);

/** The earliest instant at which a running clock of the case warns or is breached; null when there is none. */
export const nextWakeAt = (state: CaseState): string | null =>
  state.clocks
    .filter((clock) => isRunning(state, clock))
    .flatMap((clock) => duesOf({ ...clock, isBreached: clock.breached }))
    .toSorted()
    .at(0) ?? null;

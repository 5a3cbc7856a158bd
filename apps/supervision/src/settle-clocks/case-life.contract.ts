import type { EventsOwnedBy, SlaStage } from '@bihuan/case';
import { type DomainEvent, foldStream } from '@bihuan/kernel';
import type { ReferenceData, ReferenceHistory } from '@bihuan/reference';
import { caseId, commandMeta, demoReference, occasion, type Told } from '@bihuan/testing';
import { type ClockJournal, clockJournalFold } from '../domain/clock-journal.fold.js';
import { SettleClocks, settleClocks } from './settle-clocks.decider.js';

/** Events of one append, and the instant they are recorded at. */
export type Append = readonly [at: string, ...events: Told[]];
export type Fact = EventsOwnedBy<'supervision'>;

const demo = demoReference('2025-08-07T07:00:00.000Z');

/** The demonstration tenant, as it was on every day. */
export const always = (reference: ReferenceData = demo): ReferenceHistory => ({ inForceFor: () => reference });

const actor = { kind: 'STAFF', ref: 'clerk-1', role: 'CLERK' } as const;

/** A case in memory: what happens to it is told, and its clocks are settled at given instants. */
export class CaseLife {
  private readonly events: DomainEvent[] = [];
  private readonly written: Fact[] = [];
  private told = 0;

  constructor(private readonly history: ReferenceHistory = always()) {}

  /** The n-th event told is `event-n`; a fact of a clock is named by what it says, whenever it is written. */
  tell(...[at, ...events]: Append): this {
    for (const event of events) this.record(at, event, `event-${(this.told += 1)}`);
    return this;
  }

  /** Settles the clocks, and again after each breach: of its own facts that one alone wakes the reaction. */
  wake(at: string): this {
    const facts = this.due(at);
    for (const fact of facts) this.record(at, fact, `${fact.type} ${fact.data.clockId}`);
    this.written.push(...facts);
    return facts.some(({ type }) => type === 'SlaBreached') ? this.wake(at) : this;
  }

  /** What one wake-up would write. */
  due(now: string): readonly Fact[] {
    const command = new SettleClocks({ caseId }, commandMeta());
    return settleClocks(command, this.journal(), occasion(this.history, now));
  }

  journal(): ClockJournal {
    return foldStream(clockJournalFold, this.events);
  }

  /** All that was recorded, oldest first. */
  recorded(): readonly DomainEvent[] {
    return this.events;
  }

  /** The clocks' facts, oldest first. */
  facts(): readonly Fact[] {
    return this.written;
  }

  private record(recordedAt: string, { type, data, meta }: Told, eventId: string): void {
    const version = this.events.length + 1;
    const envelope = { eventId, version, position: 10 * version, recordedAt, actor, commandId: `of-${eventId}` };
    this.events.push({ type, data, meta: { ...envelope, ...meta } });
  }
}

const clockOf = (stage: SlaStage, by: string, assignmentId = '') => ({
  caseId,
  clockId: `id-of-${stage}/${by}/${assignmentId}`,
});

type Started = Extract<Fact, { type: 'SlaStarted' }>['data'];
type Limited = Pick<Started['terms'], 'policyId' | 'limit' | 'startAt' | 'dueAt' | 'warnAt'> &
  Partial<Started['terms']>;

/** The facts of one clock: of a stage, by the event that starts it, of an assignment. */
export const clock = (stage: SlaStage, by: string, assignmentId?: string, round = 1) => {
  const it = clockOf(stage, by, assignmentId);
  const ofUnit = assignmentId === undefined ? {} : { unitId: 'ZJJ' };
  return {
    started: (terms: Limited): Fact => ({
      type: 'SlaStarted',
      data: {
        ...it,
        stage,
        ...(assignmentId === undefined ? {} : { assignmentId }),
        round,
        byEventId: by,
        terms: { policyVersion: 1, calendarId: 'CN-STATE', calendarVersion: 2, provisional: false, ...terms },
      },
    }),
    warned: (point: number, dueAt: string): Fact => ({ type: 'SlaWarned', data: { ...it, point, dueAt } }),
    breached: (dueAt: string, unit: { unitId?: string } = ofUnit): Fact => ({
      type: 'SlaBreached',
      data: { ...it, stage, dueAt, ...unit },
    }),
    paused: (pausedAt: string, more: { usedMs?: number } = {}): Fact => ({
      type: 'SlaPaused',
      data: { ...it, cause: 'FEEDBACK_REVIEW', pausedAt, ...more },
    }),
    resumed: (resumedAt: string, dueAt: string, warnAt: readonly string[]): Fact => ({
      type: 'SlaResumed',
      data: { ...it, cause: 'FEEDBACK_REVIEW', resumedAt, dueAt, warnAt },
    }),
    stopped: (outcome: 'MET' | 'LATE' | 'CANCELLED', stoppedAt: string, byEventId: string): Fact => ({
      type: 'SlaStopped',
      data: { ...it, outcome, stoppedAt, byEventId },
    }),
  };
};

/** The facts of the clocks of one stage, oldest first. */
export const factsOf = (life: CaseLife, stage: SlaStage): readonly Fact[] =>
  life.facts().filter(({ data }) => data.clockId.startsWith(`id-of-${stage}/`));

import { type CaseEvent, type CaseEventType, caseFold, type CaseState, type NewCaseEvent } from '@bihuan/case';
import { type DomainEvent, foldStream, Refusal } from '@bihuan/kernel';
import {
  caseId,
  commandMeta,
  demoReference,
  fileOf,
  histories,
  leadAssignmentId,
  occasion,
  recorded,
  textOf,
  told,
  type Told,
  uuidOf,
} from '@bihuan/testing';
import fc from 'fast-check';
import { ApproveFeedback, approveFeedback } from './approve-feedback/approve-feedback.decider.js';
import { CompleteCallback, completeCallback } from './complete-callback/complete-callback.decider.js';
import {
  RecordCallbackAttempt,
  recordCallbackAttempt,
} from './record-callback-attempt/record-callback-attempt.decider.js';
import { RecordContact, recordContact } from './record-contact/record-contact.decider.js';
import { RejectFeedback, rejectFeedback } from './reject-feedback/reject-feedback.decider.js';
import { SubmitFeedback, submitFeedback } from './submit-feedback/submit-feedback.decider.js';

const reference = demoReference();
const at = '2025-08-08T01:10:00.000Z';
const contacted = fc.constantFrom('REACHED' as const, 'NO_ANSWER' as const);
const answers = fc.record({
  channel: fc.constant('CALL' as const),
  solved: fc.constantFrom('SOLVED' as const, 'PARTLY' as const, 'NOT_SOLVED' as const),
  satisfaction: fc.constantFrom('SATISFIED' as const, 'DISSATISFIED' as const, 'NOT_RATED' as const),
  cause: fc.constantFrom('SUBJECTIVE' as const, 'OBJECTIVE' as const),
});
// One person may hold several keys: roles tell nothing of who acts.
const person = fc.constantFrom('ann', 'bo', 'chen', 'dai');
const feedback = {
  caseId,
  truth: 'TRUE',
  beyondDuty: false,
  contactedWhom: 'PARTY',
  solved: true,
  measureRef: textOf(1),
  publicReplyRef: textOf(2),
  attachments: [fileOf(3)],
  unknownAttachments: [],
  expiredAttachments: [],
  resolutionMethod: 'REPAIR',
} as const;

type Click = (state: CaseState) => readonly NewCaseEvent[];
const metaOf = (ref: string, role: string) =>
  commandMeta({ actor: { kind: 'STAFF', ref, role, unitId: role === 'UNIT_HANDLER' ? 'ZJJ' : 'CENTRE' } });
const click = fc.oneof(
  fc.tuple(person, contacted).map(([who, result]): [string, Click] => [
    who,
    (state) => {
      const assignmentId = state.assignments.at(-1)?.assignmentId ?? leadAssignmentId;
      const data = { caseId, assignmentId, medium: 'CALL', result, at } as const;
      return recordContact(new RecordContact(data, metaOf(who, 'UNIT_HANDLER')), state, occasion(reference));
    },
  ]),
  person.map((who): [string, Click] => [
    who,
    (state) => submitFeedback(new SubmitFeedback(feedback, metaOf(who, 'UNIT_HANDLER')), state, occasion(reference)),
  ]),
  person.map((who): [string, Click] => [
    who,
    (state) => approveFeedback(new ApproveFeedback({ caseId }, metaOf(who, 'REVIEWER')), state, occasion(reference)),
  ]),
  person.map((who): [string, Click] => [
    who,
    (state) => {
      const data = { caseId, missing: [], reasonRef: textOf(4) };
      return rejectFeedback(new RejectFeedback(data, metaOf(who, 'REVIEWER')), state, occasion(reference));
    },
  ]),
  person.map((who): [string, Click] => [
    who,
    (state) => {
      const data = { caseId, channel: 'CALL', result: 'NO_ANSWER' } as const;
      const command = new RecordCallbackAttempt(data, metaOf(who, 'CALLBACK_CLERK'));
      return recordCallbackAttempt(command, state, occasion(reference));
    },
  ]),
  fc.tuple(person, answers).map(([who, data]): [string, Click] => [
    who,
    (state) => {
      const command = new CompleteCallback({ caseId, ...data }, metaOf(who, 'CALLBACK_CLERK'));
      return completeCallback(command, state, occasion(reference));
    },
  ]),
);

/** What the stream would get; a refusal adds nothing. */
function decided(state: CaseState, decide: Click): readonly NewCaseEvent[] {
  try {
    return decide(state);
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

/** Routing dispatches the next round to the same lead, which signs. */
const nextRound = (round: number) => [
  told('AssignmentDispatched', { assignmentId: uuidOf(100 + round), round, cause: 'REWORK' }),
  told('AssignmentSigned', { assignmentId: uuidOf(100 + round) }),
];

/** The usual case from its signing on, whatever the persons click. */
function lived(clicks: readonly [string, Click][]): DomainEvent[] {
  const history: Told[] = [...histories.inHandling];
  for (const [ref, decide] of clicks) {
    const actor = { kind: 'STAFF', ref, role: 'HOLDER' } as const;
    for (const { type, data } of decided(foldStream(caseFold, recorded(history)), decide)) {
      history.push({ type, data, meta: { actor } });
      if (type === 'ReworkOrdered') history.push(...nextRound(data.round));
    }
  }
  return recorded(history);
}

const lives = fc.array(click, { minLength: 10, maxLength: 60 }).map(lived);
const ofType = <Type extends CaseEventType>(events: readonly DomainEvent[], type: Type) =>
  events.filter((event): event is Extract<CaseEvent, { type: Type }> & DomainEvent => event.type === type);

const confirmedRounds = (events: readonly DomainEvent[]): readonly number[] =>
  ofType(events, 'CallbackCompleted')
    .filter(({ data }) => data.solved === 'SOLVED')
    .map(({ data }) => data.round);

/** Accounts that acted in each round, by what they did. */
function dutiesByRound(events: readonly DomainEvent[]) {
  const duties: Readonly<Record<string, 'submitters' | 'reviewers' | 'callers'>> = {
    HandlingFeedbackSubmitted: 'submitters',
    HandlingFeedbackApproved: 'reviewers',
    HandlingFeedbackRejected: 'reviewers',
    CallbackAttempted: 'callers',
    CallbackCompleted: 'callers',
  };
  const rounds = [{ submitters: new Set<string>(), reviewers: new Set<string>(), callers: new Set<string>() }];
  for (const { type, meta } of events) {
    const duty = duties[type];
    if (duty) rounds.at(-1)?.[duty].add(meta.actor.ref);
    if (type === 'ReworkOrdered') rounds.push({ submitters: new Set(), reviewers: new Set(), callers: new Set() });
  }
  return rounds;
}

describe('feedback, review and callback, whoever clicks what', () => {
  it('closes a case once, and only when the party said in that round that it is solved (I-03)', () => {
    fc.assert(
      fc.property(lives, (events) => {
        const closings = ofType(events, 'CaseClosed').map(({ data: { closureType, round } }) => [closureType, round]);
        expect([[], ...confirmedRounds(events).map((round) => [['CONFIRMED', round]])]).toContainEqual(closings);
      }),
    );
  });

  it('has three different persons submit, review and call back in a round (I-24)', () => {
    fc.assert(
      fc.property(lives, (events) => {
        for (const { submitters, reviewers, callers } of dutiesByRound(events)) {
          const persons = [...submitters, ...reviewers, ...callers];
          expect(persons).toHaveLength(new Set(persons).size);
        }
      }),
    );
  });

  it('orders each next round once, and counts it (I-14)', () => {
    fc.assert(
      fc.property(lives, (events) => {
        const orders = ofType(events, 'ReworkOrdered').map(({ data: { round, reworkCount } }) => [round, reworkCount]);
        expect(orders).toEqual(orders.map((_, index) => [index + 2, index + 1]));
      }),
    );
  });

  it('numbers the attempts of a round without a gap', () => {
    fc.assert(
      fc.property(lives, (events) => {
        const rounds = ofType(events, 'ReworkOrdered').map(({ meta }) => meta.version);
        const attempts = ofType(events, 'CallbackAttempted').map(({ data, meta }) => ({
          round: rounds.filter((version) => version < meta.version).length,
          attempt: data.attempt,
        }));
        const counted = attempts.map(
          ({ round }, index) => attempts.slice(0, index + 1).filter((other) => other.round === round).length,
        );
        expect(attempts.map(({ attempt }) => attempt)).toEqual(counted);
      }),
    );
  });

  it('lives through many rounds and closes some cases', () => {
    const samples = fc.sample(lives, { numRuns: 200, seed: 7 });
    const seen = new Set(samples.flatMap((events) => events.map(({ type }) => type)));
    expect([...seen]).toEqual(expect.arrayContaining(['HandlingFeedbackRejected', 'ReworkOrdered', 'CaseClosed']));
  });
});

import {
  caseId,
  coAssignmentId,
  commandMeta,
  leadAssignmentId,
  occasion,
  referenceData,
  told,
  uuidOf,
} from '@bihuan/testing';
import { foldStream } from '@bihuan/kernel';
import { clockJournalFold } from '../domain/clock-journal.fold.js';
import { always, CaseLife, clock, type Fact, factsOf } from './case-life.contract.js';
import { SettleClocks, settleClocks } from './settle-clocks.decider.js';

// Thursday afternoon in Zhanyi (UTC+8), as in the vectors of domain/time-limits.md §3.
const REGISTERED = '2025-08-07T07:00:00.000Z';
const ACCEPTED = '2025-08-07T07:10:00.000Z';
const DISPATCHED = '2025-08-07T07:19:00.000Z';
const SIGNED = '2025-08-07T07:30:00.000Z';
const CONTACTED = '2025-08-08T01:00:00.000Z';
const SUBMITTED = '2025-08-08T02:00:00.000Z';
const LONG_AFTER = '2025-12-31T00:00:00.000Z';

const cover = { limitPolicyId: 'ZY_ROAD_2WD' };

const registered = (more: Parameters<typeof told<'CaseRegistered'>>[1] = {}) =>
  new CaseLife().tell(REGISTERED, told('CaseRegistered', more));
/** Events 1 to 3. */
const accepted = (more: Parameters<typeof told<'CaseRegistered'>>[1] = {}) =>
  registered(more).tell(ACCEPTED, told('CaseClassified'), told('CaseAccepted'));
/** Events 1 to 4. */
const dispatched = (more: Parameters<typeof told<'AssignmentDispatched'>>[1] = {}) =>
  accepted().tell(DISPATCHED, told('AssignmentDispatched', { ...cover, ...more }));
/** Events 1 to 7. */
const submitted = () =>
  dispatched()
    .tell(SIGNED, told('AssignmentSigned'))
    .tell(CONTACTED, told('ContactAttempted'))
    .tell(SUBMITTED, told('HandlingFeedbackSubmitted'));
const finallyApproved = [told('HandlingFeedbackApproved'), told('CallbackScheduled')];

const minutes = (amount: number) => ({ rule: 'CONTINUOUS', amount }) as const;
const hours = (amount: number) => ({ rule: 'CONTINUOUS', amount, unit: 'HOUR' }) as const;
const workingDays = (amount: number) => ({ rule: 'WHOLE_WORKING_DAYS', amount }) as const;

const handling = clock('HANDLING', 'event-4', leadAssignmentId);
const handlingStarted = handling.started({
  policyId: 'ZY_ROAD_2WD',
  limit: workingDays(2),
  startAt: DISPATCHED,
  dueAt: '2025-08-11T16:00:00.000Z',
  warnAt: ['2025-08-10T13:49:45.000Z', '2025-08-10T16:00:00.000Z'],
});
const signOff = clock('SIGN_OFF', 'event-4', leadAssignmentId);
const firstContact = clock('FIRST_CONTACT', 'event-4', leadAssignmentId);
const explanation = clock(
  'BREACH_EXPLANATION',
  `SlaBreached id-of-HANDLING/event-4/${leadAssignmentId}`,
  leadAssignmentId,
);

const named = ({ type, data }: Fact): string => `${type} ${'stage' in data ? data.stage : ''}`;
const stoppedAt = (life: CaseLife, at: string): readonly Fact[] =>
  life.facts().filter(({ data }) => 'stoppedAt' in data && data.stoppedAt === at);

describe('the clocks of the manhole cover', () => {
  const life = submitted()
    .tell('2025-08-08T03:00:00.000Z', ...finallyApproved)
    .tell('2025-08-08T06:00:00.000Z', told('CallbackCompleted'), told('CaseClosed'))
    .wake(LONG_AFTER);
  const accept = clock('ACCEPT', 'event-1');
  const dispatch = clock('DISPATCH', 'event-3');
  const review = clock('FEEDBACK_REVIEW', 'event-7');
  const callback = clock('CALLBACK', 'event-8');

  it('are all told, also when they are settled long after the case is closed', () => {
    expect(life.facts()).toEqual([
      accept.started({
        policyId: 'ACCEPT_GRID',
        limit: minutes(15),
        startAt: REGISTERED,
        dueAt: '2025-08-07T07:15:00.000Z',
        warnAt: ['2025-08-07T07:12:00.000Z'],
      }),
      accept.stopped('MET', ACCEPTED, 'event-3'),
      dispatch.started({
        policyId: 'DISPATCH',
        limit: minutes(15),
        startAt: ACCEPTED,
        dueAt: '2025-08-07T07:25:00.000Z',
        warnAt: ['2025-08-07T07:22:00.000Z'],
      }),
      dispatch.stopped('MET', DISPATCHED, 'event-4'),
      signOff.started({
        policyId: 'SIGN_OFF',
        limit: workingDays(1),
        startAt: DISPATCHED,
        dueAt: '2025-08-08T16:00:00.000Z',
        warnAt: ['2025-08-08T07:49:45.000Z'],
      }),
      firstContact.started({
        policyId: 'CONTACT',
        limit: hours(24),
        startAt: DISPATCHED,
        dueAt: '2025-08-08T07:19:00.000Z',
        warnAt: ['2025-08-08T01:19:00.000Z'],
      }),
      handlingStarted,
      signOff.stopped('MET', SIGNED, 'event-5'),
      firstContact.stopped('MET', CONTACTED, 'event-6'),
      handling.paused(SUBMITTED),
      review.started({
        policyId: 'FEEDBACK_REVIEW',
        limit: workingDays(1),
        startAt: SUBMITTED,
        dueAt: '2025-08-11T16:00:00.000Z',
        warnAt: ['2025-08-10T18:30:00.000Z'],
      }),
      handling.stopped('MET', SUBMITTED, 'event-7'),
      review.stopped('MET', '2025-08-08T03:00:00.000Z', 'event-8'),
      callback.started({
        policyId: 'CALLBACK',
        limit: workingDays(1),
        startAt: '2025-08-08T03:00:00.000Z',
        dueAt: '2025-08-11T16:00:00.000Z',
        warnAt: ['2025-08-10T18:45:00.000Z'],
      }),
      callback.stopped('MET', '2025-08-08T06:00:00.000Z', 'event-10'),
    ]);
  });

  it('have nothing more to say', () => {
    expect(life.due(LONG_AFTER)).toEqual([]);
  });
});

describe('a limit that is over', () => {
  it('is late at its very end', () => {
    const life = registered().tell('2025-08-07T07:15:00.000Z', told('CaseClassified'), told('CaseAccepted'));
    const accept = clock('ACCEPT', 'event-1');
    expect(factsOf(life.wake(LONG_AFTER), 'ACCEPT').slice(1)).toEqual([
      accept.warned(1, '2025-08-07T07:15:00.000Z'),
      accept.breached('2025-08-07T07:15:00.000Z'),
      accept.stopped('LATE', '2025-08-07T07:15:00.000Z', 'event-3'),
    ]);
  });

  it('is on time a millisecond before', () => {
    const life = registered().tell('2025-08-07T07:14:59.999Z', told('CaseClassified'), told('CaseAccepted'));
    const accept = clock('ACCEPT', 'event-1');
    expect(factsOf(life.wake(LONG_AFTER), 'ACCEPT').slice(1)).toEqual([
      accept.warned(1, '2025-08-07T07:15:00.000Z'),
      accept.stopped('MET', '2025-08-07T07:14:59.999Z', 'event-3'),
    ]);
  });

  it('warns at each point once, then is breached, while it still runs', () => {
    const woken = dispatched().wake(DISPATCHED);
    const dueAt = '2025-08-11T16:00:00.000Z';
    expect(factsOf(woken.wake('2025-08-10T13:49:44.999Z'), 'HANDLING').slice(1)).toEqual([]);
    expect(factsOf(woken.wake('2025-08-10T13:49:45.000Z'), 'HANDLING').slice(1)).toEqual([handling.warned(1, dueAt)]);
    expect(factsOf(woken.wake('2025-08-11T15:59:59.999Z'), 'HANDLING').slice(2)).toEqual([handling.warned(2, dueAt)]);
    expect(factsOf(woken.wake(dueAt), 'HANDLING').slice(3)).toEqual([handling.breached(dueAt)]);
  });

  it('asks the lead for an explanation from that very instant on', () => {
    const life = dispatched().wake('2025-08-12T01:00:00.000Z');
    expect(factsOf(life, 'BREACH_EXPLANATION')).toEqual([
      explanation.started({
        policyId: 'BREACH_EXPLANATION',
        limit: workingDays(1),
        startAt: '2025-08-11T16:00:00.000Z',
        dueAt: '2025-08-13T16:00:00.000Z',
        warnAt: ['2025-08-13T04:00:00.000Z'],
      }),
    ]);
  });

  it('has no explanation in the append of the breach: that has no id yet', () => {
    const types = dispatched().due('2025-08-12T01:00:00.000Z').map(named);
    expect(types).toContain('SlaBreached HANDLING');
    expect(types).not.toContain('SlaStarted BREACH_EXPLANATION');
  });

  it('is explained in time, or too late', () => {
    const explained = told('SlaBreachExplained', { clockId: `id-of-HANDLING/event-4/${leadAssignmentId}` });
    const inTime = dispatched().wake('2025-08-12T01:00:00.000Z').tell('2025-08-13T15:59:59.999Z', explained);
    const late = dispatched().wake('2025-08-12T01:00:00.000Z').tell('2025-08-13T16:00:00.000Z', explained);
    expect(factsOf(inTime.wake(LONG_AFTER), 'BREACH_EXPLANATION').slice(-1)).toEqual([
      explanation.stopped('MET', '2025-08-13T15:59:59.999Z', 'event-5'),
    ]);
    expect(factsOf(late.wake(LONG_AFTER), 'BREACH_EXPLANATION').slice(-2)).toEqual([
      explanation.breached('2025-08-13T16:00:00.000Z'),
      explanation.stopped('LATE', '2025-08-13T16:00:00.000Z', 'event-5'),
    ]);
  });

  it('needs no explanation of another clock', () => {
    const explained = told('SlaBreachExplained', { clockId: uuidOf(77) });
    const life = dispatched().wake('2025-08-12T01:00:00.000Z').tell('2025-08-12T02:00:00.000Z', explained);
    expect(factsOf(life.wake('2025-08-12T03:00:00.000Z'), 'BREACH_EXPLANATION')).toHaveLength(1);
  });

  it('needs none once the unit has lost the case', () => {
    const life = dispatched()
      .wake('2025-08-12T01:00:00.000Z')
      .tell('2025-08-12T02:00:00.000Z', told('AssignmentReturnApproved'));
    expect(factsOf(life.wake(LONG_AFTER), 'BREACH_EXPLANATION').slice(1)).toEqual([
      explanation.stopped('CANCELLED', '2025-08-12T02:00:00.000Z', 'event-5'),
    ]);
  });

  it('needs none once the case is closed, also when the breach is written only then', () => {
    const life = dispatched()
      .tell('2025-08-12T02:00:00.000Z', told('HandlingFeedbackSubmitted'))
      .tell('2025-08-12T03:00:00.000Z', ...finallyApproved)
      .tell('2025-08-12T04:00:00.000Z', told('CallbackCompleted'), told('CaseClosed'))
      .wake(LONG_AFTER);
    expect(factsOf(life, 'HANDLING').slice(3)).toEqual([
      handling.breached('2025-08-11T16:00:00.000Z'),
      handling.paused('2025-08-12T02:00:00.000Z'),
      handling.stopped('LATE', '2025-08-12T02:00:00.000Z', 'event-5'),
    ]);
    expect(factsOf(life, 'BREACH_EXPLANATION').slice(1)).toEqual([
      explanation.stopped('CANCELLED', '2025-08-12T04:00:00.000Z', 'event-9'),
    ]);
  });
});

describe('a stage', () => {
  it('waits for the dispatch of what is accepted, but not for a claim', () => {
    const claimed = registered().tell(ACCEPTED, told('CaseAccepted', { disposition: 'CLAIM' }));
    expect(factsOf(claimed.wake(ACCEPTED), 'DISPATCH')).toEqual([]);
  });

  it('keeps no clock over a lead that claimed the case', () => {
    const life = dispatched({ cause: 'CLAIMED' }).tell(DISPATCHED, told('AssignmentSigned')).wake(LONG_AFTER);
    expect(['SIGN_OFF', 'FIRST_CONTACT', 'HANDLING'].flatMap((stage) => factsOf(life, stage as 'HANDLING'))).toEqual(
      [],
    );
  });

  it('ends the dispatch, and begins the joint review, where the owner is unclear', () => {
    const life = accepted()
      .tell(DISPATCHED, told('JointReviewConvened'))
      .tell(SUBMITTED, told('JointReviewDecided'), told('AssignmentDispatched', cover))
      .wake(SUBMITTED);
    const review = clock('JOINT_REVIEW', 'event-4');
    expect(factsOf(life, 'DISPATCH').slice(1)).toEqual([
      clock('DISPATCH', 'event-3').stopped('MET', DISPATCHED, 'event-4'),
    ]);
    expect(factsOf(life, 'JOINT_REVIEW')).toEqual([
      review.started({
        policyId: 'JOINT_REVIEW',
        limit: workingDays(1),
        startAt: DISPATCHED,
        dueAt: '2025-08-08T16:00:00.000Z',
        warnAt: ['2025-08-08T07:49:45.000Z'],
      }),
      review.stopped('MET', SUBMITTED, 'event-5'),
    ]);
  });

  it('goes on with the joint review that refuses, until intake has told so', () => {
    const life = accepted()
      .tell(DISPATCHED, told('JointReviewConvened'))
      .tell(SUBMITTED, told('JointReviewDecided', { decision: 'REFUSE' }))
      .wake(SUBMITTED);
    expect(factsOf(life, 'JOINT_REVIEW')).toHaveLength(1);
  });

  it('counts no first contact where nobody wants a reply', () => {
    const unwanted = accepted({ wantsReply: false }).tell(DISPATCHED, told('AssignmentDispatched', cover));
    const nobody = accepted({ subjectRef: undefined }).tell(DISPATCHED, told('AssignmentDispatched', cover));
    expect(factsOf(unwanted.wake(DISPATCHED), 'FIRST_CONTACT')).toEqual([]);
    expect(factsOf(nobody.wake(DISPATCHED), 'FIRST_CONTACT')).toEqual([]);
  });

  it('waits on for a first contact that reached nobody, and cancels it with the submission', () => {
    const life = dispatched()
      .tell(CONTACTED, told('ContactAttempted', { result: 'NO_ANSWER' }))
      .tell(SUBMITTED, told('HandlingFeedbackSubmitted', { contactedWhom: 'NOBODY' }))
      .wake(SUBMITTED);
    expect(factsOf(life, 'FIRST_CONTACT').slice(1)).toEqual([
      firstContact.warned(1, '2025-08-08T07:19:00.000Z'),
      firstContact.stopped('CANCELLED', SUBMITTED, 'event-6'),
    ]);
  });

  it('takes the contact of a helper for the first', () => {
    const helper = told('AssignmentDispatched', { assignmentId: coAssignmentId, role: 'CO', unitId: 'YJJ' });
    const life = dispatched()
      .tell(DISPATCHED, helper)
      .tell(CONTACTED, told('ContactAttempted', { assignmentId: coAssignmentId }));
    expect(factsOf(life.wake(CONTACTED), 'FIRST_CONTACT').slice(1)).toEqual([
      firstContact.stopped('MET', CONTACTED, 'event-6'),
    ]);
  });

  it('is cancelled with the lead’s part, for the lead and for its helpers', () => {
    const helper = told('AssignmentDispatched', { assignmentId: coAssignmentId, role: 'CO', unitId: 'YJJ' });
    const life = dispatched().tell(DISPATCHED, helper).tell(SIGNED, told('AssignmentReturnApproved')).wake(SIGNED);
    expect(stoppedAt(life, SIGNED)).toEqual([
      signOff.stopped('CANCELLED', SIGNED, 'event-6'),
      firstContact.stopped('CANCELLED', SIGNED, 'event-6'),
      handling.stopped('CANCELLED', SIGNED, 'event-6'),
      clock('CO_REPORT', 'event-5', coAssignmentId).stopped('CANCELLED', SIGNED, 'event-6'),
    ]);
    expect(factsOf(life, 'DISPATCH').slice(-1)).toEqual([
      clock('DISPATCH', 'event-6').started({
        policyId: 'DISPATCH',
        limit: minutes(15),
        startAt: SIGNED,
        dueAt: '2025-08-07T07:45:00.000Z',
        warnAt: ['2025-08-07T07:42:00.000Z'],
      }),
    ]);
  });

  it('goes on for the lead when a helper is taken off', () => {
    const helper = told('AssignmentDispatched', { assignmentId: coAssignmentId, role: 'CO', unitId: 'YJJ' });
    const cancelled = told('AssignmentCancelled', { assignmentId: coAssignmentId });
    const life = dispatched().tell(DISPATCHED, helper).tell(SIGNED, cancelled).wake(SIGNED);
    expect(stoppedAt(life, SIGNED)).toEqual([
      clock('CO_REPORT', 'event-5', coAssignmentId).stopped('CANCELLED', SIGNED, 'event-6'),
    ]);
  });

  it('reviews the feedback until the last step approves it, or one rejects it', () => {
    const life = submitted()
      .tell('2025-08-08T03:00:00.000Z', told('HandlingFeedbackApproved', { step: 'LEGAL', final: false }))
      .tell('2025-08-08T04:00:00.000Z', told('HandlingFeedbackRejected'))
      .wake('2025-08-08T04:00:00.000Z');
    expect(factsOf(life, 'FEEDBACK_REVIEW').slice(1)).toEqual([
      clock('FEEDBACK_REVIEW', 'event-7').stopped('MET', '2025-08-08T04:00:00.000Z', 'event-9'),
    ]);
  });

  it('has called back once the rework is ordered, which waits for its dispatch', () => {
    const notSolved = told('CallbackCompleted', { solved: 'NOT_SOLVED' });
    const life = submitted()
      .tell('2025-08-08T03:00:00.000Z', ...finallyApproved)
      .tell('2025-08-08T06:00:00.000Z', notSolved, told('ReworkOrdered'))
      .wake('2025-08-08T06:00:00.000Z');
    expect(life.facts().slice(-2)).toEqual([
      clock('CALLBACK', 'event-8').stopped('MET', '2025-08-08T06:00:00.000Z', 'event-10'),
      clock('DISPATCH', 'event-11', undefined, 2).started({
        policyId: 'DISPATCH',
        limit: minutes(15),
        startAt: '2025-08-08T06:00:00.000Z',
        dueAt: '2025-08-08T06:15:00.000Z',
        warnAt: ['2025-08-08T06:12:00.000Z'],
      }),
    ]);
  });

  it('owes the principal a reply, also after the case is closed', () => {
    const life = registered({ channel: 'DELEGATED' })
      .tell(ACCEPTED, told('CaseClassified'), told('CaseAccepted'))
      .tell(ACCEPTED, told('CaseClosed'))
      .wake(LONG_AFTER);
    const reply = clock('DELEGATION_REPLY', 'event-1');
    expect(factsOf(life, 'DELEGATION_REPLY')).toEqual([
      reply.started({
        policyId: 'DELEGATION',
        limit: { rule: 'CALENDAR_DAYS', amount: 7 },
        startAt: REGISTERED,
        dueAt: '2025-08-14T16:00:00.000Z',
        lastDay: '2025-08-14',
        warnAt: ['2025-08-12T19:45:00.000Z', '2025-08-13T16:00:00.000Z'],
      }),
      reply.warned(1, '2025-08-14T16:00:00.000Z'),
      reply.warned(2, '2025-08-14T16:00:00.000Z'),
      reply.breached('2025-08-14T16:00:00.000Z'),
    ]);
  });
});

describe('the handling clock', () => {
  // V25: three working days lie between.
  const rejectedAt = '2025-08-13T01:00:00.000Z';
  const rejected = () => submitted().tell(rejectedAt, told('HandlingFeedbackRejected'));

  it('rests while the feedback is reviewed, and gets the time back', () => {
    expect(factsOf(rejected().wake(rejectedAt), 'HANDLING').slice(1)).toEqual([
      handling.paused(SUBMITTED),
      handling.resumed(rejectedAt, '2025-08-14T16:00:00.000Z', [
        '2025-08-12T19:49:45.000Z',
        '2025-08-13T16:00:00.000Z',
      ]),
      handling.warned(1, '2025-08-14T16:00:00.000Z'),
    ]);
  });

  it('stops as of the submission that was approved, however long the reviews took', () => {
    const again = '2025-08-14T02:00:00.000Z';
    const life = rejected()
      .tell(again, told('HandlingFeedbackSubmitted'))
      .tell('2025-08-29T02:00:00.000Z', ...finallyApproved)
      .wake(LONG_AFTER);
    expect(factsOf(life, 'HANDLING').slice(-3)).toEqual([
      handling.warned(2, '2025-08-14T16:00:00.000Z'),
      handling.paused(again),
      handling.stopped('MET', again, 'event-9'),
    ]);
  });

  it('tells how much of a rolling limit is used, and gives what is left', () => {
    const life = dispatched({ limitPolicyId: 'H_COMPONENT_ANY' })
      .tell('2025-08-07T08:19:00.000Z', told('HandlingFeedbackSubmitted'))
      .tell('2025-08-08T01:00:00.000Z', told('HandlingFeedbackRejected'))
      .wake('2025-08-08T01:00:00.000Z');
    expect(factsOf(life, 'HANDLING').slice(1)).toEqual([
      handling.paused('2025-08-07T08:19:00.000Z', { usedMs: 3_600_000 }),
      handling.resumed('2025-08-08T01:00:00.000Z', '2025-08-08T04:00:00.000Z', ['2025-08-08T02:39:48.000Z']),
    ]);
  });

  it('keeps a breach that came before the pause, which then moves nothing', () => {
    const life = dispatched()
      .tell('2025-08-11T16:00:00.000Z', told('HandlingFeedbackSubmitted'))
      .tell('2025-08-13T01:00:00.000Z', told('HandlingFeedbackRejected'))
      .wake('2025-08-13T01:00:00.000Z');
    const warnAt = ['2025-08-10T13:49:45.000Z', '2025-08-10T16:00:00.000Z'];
    expect(factsOf(life, 'HANDLING').slice(3)).toEqual([
      handling.breached('2025-08-11T16:00:00.000Z'),
      handling.paused('2025-08-11T16:00:00.000Z'),
      handling.resumed('2025-08-13T01:00:00.000Z', '2025-08-11T16:00:00.000Z', warnAt),
    ]);
  });

  it('starts, rests and ends within one millisecond', () => {
    const life = accepted()
      .tell(
        DISPATCHED,
        told('AssignmentDispatched', cover),
        told('AssignmentSigned'),
        told('HandlingFeedbackSubmitted'),
        ...finallyApproved,
      )
      .wake(LONG_AFTER);
    expect(factsOf(life, 'HANDLING')).toEqual([
      handlingStarted,
      handling.paused(DISPATCHED),
      handling.stopped('MET', DISPATCHED, 'event-6'),
    ]);
  });

  it('stays where the stream has it, whatever the policies say by now', () => {
    const life = dispatched().wake(DISPATCHED).recorded();
    const journal = foldStream(clockJournalFold, life);
    const command = new SettleClocks({ caseId }, commandMeta());
    expect(settleClocks(command, journal, occasion(always(referenceData()), SIGNED))).toEqual([]);
  });
});

describe('a case that has no clocks', () => {
  const command = new SettleClocks({ caseId }, commandMeta());

  it('is one that nobody registered', () => {
    expect(settleClocks(command, clockJournalFold.initialState, occasion(always(), LONG_AFTER))).toEqual([]);
  });

  it('is one of a tenant that published no limits', () => {
    const life = new CaseLife(always(referenceData())).tell(REGISTERED, told('CaseRegistered'));
    expect(life.due(LONG_AFTER)).toEqual([]);
  });

  it('is told of, where a limit needs a calendar that nobody published', () => {
    const { policySet } = always().inForceFor({ position: 1, recordedAt: REGISTERED });
    const withoutCalendar = always({ ...referenceData(), policySet, calendars: new Map() });
    const life = new CaseLife(withoutCalendar).tell(REGISTERED, told('CaseRegistered'));
    expect(() => life.due(LONG_AFTER)).toThrow(expect.objectContaining({ code: 'CALENDAR_MISSING' }));
  });
});

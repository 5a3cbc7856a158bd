import type { ReferenceHistory } from '@bihuan/reference';
import { caseId, demoReference, leadAssignmentId, told } from '@bihuan/testing';
import { always, CaseLife, type Fact, factsOf } from './case-life.contract.js';

const START = '2025-08-07T07:19:00.000Z';
const UPGRADED = '2025-08-07T08:00:00.000Z';
const demo = demoReference(START);

const dispatched = (history = always()) =>
  new CaseLife(history).tell(
    START,
    told('CaseRegistered'),
    told('CaseClassified'),
    told('CaseAccepted'),
    told('AssignmentDispatched', { limitPolicyId: 'ZY_ROAD_2WD' }),
  );
const classified = (urgency: 'EMERGENCY' | 'UTILITY' | 'ORDINARY' | 'COMPLEX') =>
  told('CaseClassified', { revision: 2, urgency });
const movedIn = (facts: readonly Fact[]) => facts.filter(({ type }) => type === 'SlaDeadlineMoved');
const endOf = ({ data }: Fact) => ('newDueAt' in data ? data.newDueAt : undefined);

const moved = (stage: string, oldDueAt: string, newDueAt: string, warnAt: readonly string[]): Fact => ({
  type: 'SlaDeadlineMoved',
  data: {
    caseId,
    clockId: `id-of-${stage}/event-4/${leadAssignmentId}`,
    oldDueAt,
    newDueAt,
    warnAt,
    cause: 'URGENCY_UPGRADE',
    calendarVersion: 2,
    provisional: false,
  },
});

const pointsIn = (facts: readonly Fact[]) => facts.flatMap(({ data }) => ('point' in data ? [data.point] : []));

/** The demonstration tenant, which publishes a set without policies before the urgency is raised. */
const emptiedLater: ReferenceHistory = {
  inForceFor: ({ recordedAt }) =>
    recordedAt < UPGRADED ? demo : { ...demo, policySet: { policySetVersion: 2, policies: [] } },
};

describe('a higher urgency', () => {
  it('gives the unit’s clocks the new limit from their start, but the time of a first contact at least', () => {
    const life = dispatched().tell(UPGRADED, classified('EMERGENCY')).wake(UPGRADED);
    expect(movedIn(life.facts())).toEqual([
      // 15 min from the start would be over already.
      moved('SIGN_OFF', '2025-08-08T16:00:00.000Z', '2025-08-07T08:30:00.000Z', ['2025-08-07T08:15:48.000Z']),
      moved('FIRST_CONTACT', '2025-08-08T07:19:00.000Z', '2025-08-07T08:30:00.000Z', ['2025-08-07T08:15:48.000Z']),
      moved('HANDLING', '2025-08-11T16:00:00.000Z', '2025-08-07T09:19:00.000Z', ['2025-08-07T08:55:00.000Z']),
    ]);
  });

  it('takes the pauses so far again by the rule of the new limit', () => {
    const life = dispatched()
      .tell('2025-08-07T07:30:00.000Z', told('HandlingFeedbackSubmitted'))
      .tell('2025-08-07T09:30:00.000Z', told('HandlingFeedbackRejected'))
      .tell('2025-08-07T09:40:00.000Z', classified('EMERGENCY'))
      .wake('2025-08-07T09:40:00.000Z');
    expect(movedIn(factsOf(life, 'HANDLING')).map(endOf)).toEqual(['2025-08-07T11:19:00.000Z']);
  });

  it('leaves a pause that lasts to its end, which counts by the new limit', () => {
    const life = dispatched()
      .tell('2025-08-07T07:30:00.000Z', told('HandlingFeedbackSubmitted'))
      .tell(UPGRADED, classified('EMERGENCY'))
      .tell('2025-08-07T09:30:00.000Z', told('HandlingFeedbackRejected'))
      .wake('2025-08-07T09:30:00.000Z');
    expect(factsOf(life, 'HANDLING').map(({ type }) => type)).toEqual([
      'SlaStarted',
      'SlaPaused',
      'SlaDeadlineMoved',
      'SlaResumed',
    ]);
    expect(factsOf(life, 'HANDLING').at(-1)?.data).toMatchObject({ dueAt: '2025-08-07T11:19:00.000Z' });
  });

  it('keeps a warn point silent whose number was told', () => {
    const life = dispatched().tell('2025-08-10T14:00:00.000Z', classified('UTILITY')).wake('2025-08-10T16:00:00.000Z');
    expect(pointsIn(factsOf(life, 'HANDLING'))).toEqual([1]);
  });

  it('moves nothing that is over already', () => {
    const life = dispatched()
      .tell('2025-08-12T01:00:00.000Z', classified('EMERGENCY'))
      .wake('2025-08-12T01:00:00.000Z');
    expect(movedIn(life.facts())).toEqual([]);
  });

  it('leaves no end in the past where there is no limit of a first contact', () => {
    const policies = demo.policySet.policies.filter(({ stage }) => stage !== 'FIRST_CONTACT');
    const history = always({ ...demo, policySet: { ...demo.policySet, policies } });
    const life = dispatched(history).tell(UPGRADED, classified('EMERGENCY')).wake(UPGRADED);
    expect(movedIn(factsOf(life, 'SIGN_OFF')).map(endOf)).toEqual(['2025-08-07T08:00:01.000Z']);
  });

  it('moves nothing where its policies give no limit', () => {
    const life = dispatched(emptiedLater).tell(UPGRADED, classified('EMERGENCY')).wake(UPGRADED);
    expect(movedIn(life.facts())).toEqual([]);
  });

  it.each(['ORDINARY', 'COMPLEX'] as const)('is none in a classification as %s', (urgency) => {
    expect(movedIn(dispatched().tell(UPGRADED, classified(urgency)).wake(UPGRADED).facts())).toEqual([]);
  });
});

const stopped = (at: string): Fact => ({
  type: 'SlaStopped',
  data: {
    caseId,
    clockId: `id-of-HANDLING/event-4/${leadAssignmentId}`,
    outcome: 'CANCELLED',
    stoppedAt: at,
    byEventId: 'event-4',
  },
});

describe('a clock whose stream is older than today’s rules', () => {
  it('says nothing more once the stream says that it stopped', () => {
    const life = dispatched().wake(START).tell(START, stopped(START));
    expect(factsOf(life.wake('2025-08-20T00:00:00.000Z'), 'HANDLING')).toHaveLength(1);
  });
});

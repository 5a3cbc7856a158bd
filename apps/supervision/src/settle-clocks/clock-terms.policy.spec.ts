import { type PolicyLimit, type ReferenceHistory } from '@bihuan/reference';
import { coAssignmentId, demoReference, leadAssignmentId, told, uuidOf } from '@bihuan/testing';
import { always, CaseLife, type Fact, factsOf } from './case-life.contract.js';

// V01: Thursday 2025-08-07 15:19 in Zhanyi.
const START = '2025-08-07T07:19:00.000Z';
const demo = demoReference(START);

type Registered = Parameters<typeof told<'CaseRegistered'>>[1];
type Dispatched = Parameters<typeof told<'AssignmentDispatched'>>[1];

const accepted = (more: Registered = {}, history?: ReferenceHistory) =>
  new CaseLife(history).tell(START, told('CaseRegistered', more), told('CaseClassified'), told('CaseAccepted'));
const dispatched = (order: Dispatched, more: Registered = {}, history?: ReferenceHistory) =>
  accepted(more, history).tell(START, told('AssignmentDispatched', order));
const helper = { assignmentId: coAssignmentId, role: 'CO', unitId: 'YJJ' } as const;

/** One more policy of the handling limit, named by the dispatch. */
const withLimit = (limit: PolicyLimit, more: { warn?: number[] } = {}): ReferenceHistory => {
  const policy = {
    policyId: 'OWN',
    stage: 'HANDLING',
    selector: { itemOnly: true },
    precedence: 0,
    limit,
    ...more,
  } as const;
  return always({ ...demo, policySet: { ...demo.policySet, policies: [...demo.policySet.policies, policy] } });
};
const byOwnLimit = (limit: PolicyLimit, more?: { warn?: number[] }) =>
  dispatched({ limitPolicyId: 'OWN' }, {}, withLimit(limit, more));

const termsIn = (facts: readonly Fact[]) => facts.flatMap(({ data }) => ('terms' in data ? [data.terms] : []));
/** The terms of the clocks of a stage, as they start. */
const termsOf = (life: CaseLife, stage: Parameters<typeof factsOf>[1]) => termsIn(factsOf(life.wake(START), stage));
const dueOf = (life: CaseLife, stage: Parameters<typeof factsOf>[1]) => termsOf(life, stage).map(({ dueAt }) => dueAt);

/** The demonstration tenant, which on the day after publishes a set without policies. */
const emptiedLater: ReferenceHistory = {
  inForceFor: ({ recordedAt }) =>
    recordedAt < '2025-08-08T00:00:00.000Z' ? demo : { ...demo, policySet: { policySetVersion: 2, policies: [] } },
};

const resumedDues = (facts: readonly Fact[]) => facts.flatMap(({ data }) => ('resumedAt' in data ? [data.dueAt] : []));

describe('the limit of a handling', () => {
  it('is that of the item, before that of the category', () => {
    expect(dueOf(dispatched({ limitPolicyId: 'ZY_ROAD_2WD' }), 'HANDLING')).toEqual(['2025-08-11T16:00:00.000Z']);
    expect(termsOf(dispatched({}), 'HANDLING').map(({ policyId }) => policyId)).toEqual(['H_COMPONENT_ANY']);
  });

  it('is none for a wish, nor then for a helper', () => {
    const life = dispatched({}, { nature: 'WISH' }).tell(START, told('AssignmentDispatched', helper));
    expect([...dueOf(life, 'HANDLING'), ...dueOf(life, 'CO_REPORT')]).toEqual([]);
  });

  it('is half of it in a rework', () => {
    const life = accepted().tell(
      START,
      told('ReworkOrdered'),
      told('AssignmentDispatched', { limitPolicyId: 'ZY_ROAD_2WD', round: 2 }),
    );
    expect(termsOf(life, 'HANDLING')).toEqual([
      {
        policyId: 'H_REWORK',
        policyVersion: 1,
        limit: { rule: 'WHOLE_WORKING_DAYS', amount: 1, unit: 'DAY' },
        startAt: START,
        dueAt: '2025-08-08T16:00:00.000Z',
        calendarId: 'CN-STATE',
        calendarVersion: 2,
        provisional: false,
        warnAt: ['2025-08-08T07:49:45.000Z'],
      },
    ]);
  });

  it('ends on the day by which the hazard is to be removed', () => {
    const hazard = told('CaseClassified', {
      codeSystem: 'ZY-MATTER',
      categoryCode: 'HZ_ROAD',
      matterKind: 'HAZARD',
      rectificationMode: 'DEADLINE',
      rectifyBy: '2025-08-10',
    });
    const life = new CaseLife().tell(
      START,
      told('CaseRegistered'),
      hazard,
      told('CaseAccepted'),
      told('AssignmentDispatched'),
    );
    expect(termsOf(life, 'HANDLING').map(({ limit, dueAt }) => [limit, dueAt])).toEqual([
      [{ rule: 'UNTIL_DATE', until: '2025-08-10' }, '2025-08-10T16:00:00.000Z'],
    ]);
  });

  it('warns at the points that its policy names', () => {
    const days = byOwnLimit({ rule: 'CONTINUOUS', amount: 100 }, { warn: [90, 50] });
    const rolling = byOwnLimit({ rule: 'ROLLING_WORKING_TIME', amount: 200 }, { warn: [50, 90] });
    expect(termsOf(days, 'HANDLING').map(({ warnAt }) => warnAt)).toEqual([
      ['2025-08-07T08:09:00.000Z', '2025-08-07T08:49:00.000Z'],
    ]);
    expect(termsOf(rolling, 'HANDLING').map(({ warnAt }) => warnAt)).toEqual([
      ['2025-08-07T08:59:00.000Z', '2025-08-08T00:19:00.000Z'],
    ]);
  });

  it('is by the policies in force when the event was recorded, however late it is settled', () => {
    const life = dispatched({ limitPolicyId: 'ZY_ROAD_2WD' }, {}, emptiedLater).wake('2025-08-20T00:00:00.000Z');
    expect(termsIn(factsOf(life, 'HANDLING')).map(({ policyId, policyVersion }) => [policyId, policyVersion])).toEqual([
      ['ZY_ROAD_2WD', 1],
    ]);
    expect(factsOf(life, 'BREACH_EXPLANATION')).toEqual([]);
  });
});

const again = (order: Dispatched) =>
  told('AssignmentDispatched', { assignmentId: uuidOf(12), cause: 'REDISPATCH', ...order });

describe('a unit that gave the case back', () => {
  const returned = told('AssignmentReturnApproved');
  const RETURNED = '2025-08-08T02:00:00.000Z';
  const AGAIN = '2025-08-11T01:00:00.000Z';
  const dues = (life: CaseLife) =>
    termsIn(factsOf(life.wake(AGAIN), 'HANDLING'))
      .map(({ limit, dueAt }) => [limit, dueAt])
      .slice(1);

  it('goes on with what is left of its days when it gets it again (V27)', () => {
    const life = dispatched({ limitPolicyId: 'ZY_ROAD_2WD' }).tell(RETURNED, returned).tell(AGAIN, again({}));
    expect(dues(life)).toEqual([[{ rule: 'WHOLE_WORKING_DAYS', amount: 1, unit: 'DAY' }, '2025-08-12T16:00:00.000Z']]);
  });

  it('goes on with what is left of its minutes (V27)', () => {
    const life = byOwnLimit({ rule: 'ROLLING_WORKING_TIME', amount: 960 })
      .tell(RETURNED, returned)
      .tell(AGAIN, again({}));
    expect(dues(life)).toEqual([
      [{ rule: 'ROLLING_WORKING_TIME', amount: 679, unit: 'MINUTE' }, '2025-08-12T06:19:00.000Z'],
    ]);
  });

  it('leaves the whole limit to another unit', () => {
    const life = dispatched({ limitPolicyId: 'ZY_ROAD_2WD' })
      .tell(RETURNED, returned)
      .tell(AGAIN, again({ unitId: 'SWJ', limitPolicyId: 'ZY_ROAD_2WD' }));
    expect(dues(life)).toEqual([[{ rule: 'WHOLE_WORKING_DAYS', amount: 2 }, '2025-08-13T16:00:00.000Z']]);
  });
});

const withHelper = (limitPolicyId: string) =>
  dispatched({ limitPolicyId }).tell(START, told('AssignmentDispatched', helper));

describe('the limit of a helper', () => {
  it.each([
    ['H_COMPLAINT', '2025-08-13T16:00:00.000Z'],
    ['ZY_ROAD_2WD', '2025-08-08T16:00:00.000Z'],
    ['H_EMERGENCY', '2025-08-07T08:55:00.000Z'],
  ])('is four fifths of the lead’s by %s, rounded down (V29)', (limitPolicyId, dueAt) => {
    expect(dueOf(withHelper(limitPolicyId), 'CO_REPORT')).toEqual([dueAt]);
  });

  it('is none where the lead has none, also where it would be a limit of its own', () => {
    const own = {
      policyId: 'CO_OWN',
      stage: 'CO_REPORT',
      selector: {},
      precedence: 9,
      limit: { rule: 'CONTINUOUS', amount: 9 },
    } as const;
    const history = always({ ...demo, policySet: { ...demo.policySet, policies: [...demo.policySet.policies, own] } });
    const life = dispatched({}, { nature: 'WISH' }, history).tell(START, told('AssignmentDispatched', helper));
    expect(dueOf(life, 'CO_REPORT')).toEqual([]);
  });

  it('is never due later than the lead’s (V29)', () => {
    const added = '2025-08-11T01:00:00.000Z';
    const life = dispatched({ limitPolicyId: 'ZY_ROAD_2WD' })
      .tell(added, told('AssignmentDispatched', helper))
      .wake(added);
    expect(termsIn(factsOf(life, 'CO_REPORT')).map(({ dueAt }) => dueAt)).toEqual(['2025-08-11T16:00:00.000Z']);
  });
});

describe('the interim reply', () => {
  it('is owed where the handling is due later', () => {
    expect(dueOf(dispatched({ limitPolicyId: 'H_SUGGESTION' }), 'INTERIM_REPLY')).toEqual(['2025-08-14T16:00:00.000Z']);
  });

  it('is not owed where the handling is due by then, or nobody wants a reply', () => {
    expect(dueOf(dispatched({ limitPolicyId: 'H_COMPLAINT' }), 'INTERIM_REPLY')).toEqual([]);
    expect(dueOf(dispatched({ limitPolicyId: 'H_SUGGESTION' }, { wantsReply: false }), 'INTERIM_REPLY')).toEqual([]);
  });

  it('is given at the latest with the feedback', () => {
    const life = dispatched({ limitPolicyId: 'H_SUGGESTION' })
      .tell(START, told('HandlingFeedbackSubmitted'))
      .wake(START);
    expect(factsOf(life, 'INTERIM_REPLY').slice(1)).toEqual([
      {
        type: 'SlaStopped',
        data: {
          caseId: uuidOf(1),
          clockId: `id-of-INTERIM_REPLY/event-4/${leadAssignmentId}`,
          outcome: 'MET',
          stoppedAt: START,
          byEventId: 'event-5',
        },
      },
    ]);
  });
});

const due = (externalDueAt: string) =>
  termsOf(dispatched({ limitPolicyId: 'ZY_ROAD_2WD' }, { externalDueAt }), 'HANDLING').map(({ dueAt, flags }) => [
    dueAt,
    flags,
  ]);

describe('an end that a higher platform demands (V31)', () => {
  it.each([
    ['leaves the buffer for the report upwards', '2025-08-08T09:00:00.000Z', '2025-08-08T03:00:00.000Z', undefined],
    ['skips the buffer that does not fit', '2025-08-07T10:00:00.000Z', '2025-08-07T10:00:00.000Z', undefined],
    [
      'leaves an hour, and says that it comes too late',
      '2025-08-07T07:40:00.000Z',
      '2025-08-07T08:19:00.000Z',
      ['UPSTREAM_TOO_LATE'],
    ],
    ['cuts nothing when it is far off', '2025-09-30T09:00:00.000Z', '2025-08-11T16:00:00.000Z', undefined],
  ])('%s', (_, externalDueAt, dueAt, flags) => {
    expect(due(externalDueAt)).toEqual([[dueAt, flags]]);
  });

  it('is laid on again after a pause', () => {
    const life = dispatched({ limitPolicyId: 'ZY_ROAD_2WD' }, { externalDueAt: '2025-08-13T09:00:00.000Z' })
      .tell('2025-08-08T02:00:00.000Z', told('HandlingFeedbackSubmitted'))
      .tell('2025-08-12T01:00:00.000Z', told('HandlingFeedbackRejected'))
      .wake('2025-08-12T01:00:00.000Z');
    expect(resumedDues(factsOf(life, 'HANDLING'))).toEqual(['2025-08-13T03:00:00.000Z']);
  });

  it('moves no other clock', () => {
    const life = dispatched({ limitPolicyId: 'ZY_ROAD_2WD' }, { externalDueAt: '2025-08-07T07:40:00.000Z' });
    expect(dueOf(life, 'SIGN_OFF')).toEqual(['2025-08-08T16:00:00.000Z']);
  });
});

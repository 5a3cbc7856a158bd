import { foldStream } from '@bihuan/kernel';
import { inForce, type ReferenceData, type Unit } from '@bihuan/reference';
import { coAssignmentId, histories, leadAssignmentId, recorded, told } from '@bihuan/testing';
import { caseFold } from './case.fold.js';
import type { CaseState } from './case-state.js';
import { noCase } from './no-case.js';
import type { Role } from './life-cycle-row.js';
import { actingForbiddenBy, isAccused, maySee } from './visibility.js';

const unit = (unitId: string, kind: Unit['kind'], regionCode: string, parentUnitId?: string): [string, Unit] => [
  unitId,
  {
    unitId,
    name: unitId,
    kind,
    level: 'STREET',
    regionCode,
    roster: [],
    liaisonRoles: [],
    ...(parentUnitId === undefined ? {} : { parentUnitId }),
  },
];
const reference: ReferenceData = {
  ...inForce('zhanyi', [], '2025-08-07T07:20:00.000Z'),
  units: new Map([
    unit('ZJJ', 'BUREAU', '530303000000'),
    unit('JD-LONGHUA', 'STREET', '530303002000'),
    unit('SQ-LONGHUA', 'COMMUNITY', '530303002001', 'JD-LONGHUA'),
    unit('JD-HUASHAN', 'STREET', '530303004000'),
    unit('PCS-LONGHUA', 'POLICE', '530303002000'),
  ]),
};

const after = (...events: Parameters<typeof recorded>[0]): CaseState => foldStream(caseFold, recorded(events));
const dispatched = after(...histories.dispatched);
const accusing = (...accusedUnitIds: string[]) =>
  after(...histories.registered, told('CaseClassified', { accusedUnitIds }));

const asker = (
  role: Role,
  who: { unitId?: string; ref?: string; gridCodes?: string[]; sourceSystems?: string[] } = {},
) => ({
  actor: { kind: 'STAFF' as const, ref: who.ref ?? 'somebody-1', role, ...(who.unitId ? { unitId: who.unitId } : {}) },
  binding: { gridCodes: who.gridCodes ?? [], sourceSystems: who.sourceSystems ?? [] },
});
const ofUnit = (unitId: string) => asker('UNIT_HANDLER', { unitId });
const inGrid = { gridCodes: ['5303030020014B001'] };
const ofGrid = (unitId: string) => asker('GRID_WORKER', { ...inGrid, unitId });

describe('who may know of a case', () => {
  it.each<[string, ReturnType<typeof asker>, CaseState, boolean]>([
    ['the system', asker('SYSTEM'), dispatched, true],
    ['a clerk of the centre', asker('CLERK'), dispatched, true],
    ['a dispatcher of the centre', asker('DISPATCHER'), dispatched, true],
    ['the director', asker('DIRECTOR'), dispatched, true],
    ['a reviewer of the centre', asker('REVIEWER'), dispatched, true],
    ['a legal reviewer', asker('LEGAL_REVIEWER'), dispatched, true],
    ['a callback clerk', asker('CALLBACK_CLERK'), dispatched, true],
    ['a supervisor', asker('SUPERVISOR'), dispatched, true],
    ['an auditor', asker('AUDITOR'), dispatched, true],
    ['the privacy officer', asker('PRIVACY_OFFICER'), dispatched, true],
    ['an administrator', asker('ADMIN'), dispatched, true],
    ['a handler of the lead unit', ofUnit('ZJJ'), dispatched, true],
    ['a liaison of the lead unit', asker('UNIT_LIAISON', { unitId: 'ZJJ' }), dispatched, true],
    ['a reviewer of the lead unit', asker('UNIT_REVIEWER', { unitId: 'ZJJ' }), dispatched, true],
    ['a unit without a part', ofUnit('ZFJ'), dispatched, false],
    ['a handler of no unit', asker('UNIT_HANDLER'), dispatched, false],
    ['the lead unit once the case is closed', ofUnit('ZJJ'), after(...histories.closed), true],
    [
      'a unit whose return was approved',
      ofUnit('ZJJ'),
      after(...histories.dispatched, told('AssignmentReturnApproved')),
      false,
    ],
    [
      'a unit whose part was cancelled',
      ofUnit('ZJJ'),
      after(...histories.dispatched, told('AssignmentCancelled')),
      false,
    ],
    ['a unit invited to the joint review', ofUnit('ZFJ'), after(...histories.underJointReview), true],
    [
      'an invited unit once the review is decided',
      ofUnit('ZFJ'),
      after(...histories.underJointReview, told('JointReviewDecided')),
      false,
    ],
    ['the street of the place', ofUnit('JD-LONGHUA'), dispatched, true],
    ['the community of the place', ofUnit('SQ-LONGHUA'), dispatched, true],
    ['another street', ofUnit('JD-HUASHAN'), dispatched, false],
    ['a police station of the place, which is no territory unit', ofUnit('PCS-LONGHUA'), dispatched, false],
    ['a street, of a case without a place', ofUnit('JD-LONGHUA'), { ...dispatched, place: null }, false],
    ['the street the case is about', ofUnit('JD-LONGHUA'), accusing('JD-LONGHUA'), false],
    ['a community below the street the case is about', ofUnit('SQ-LONGHUA'), accusing('JD-LONGHUA'), false],
    ['the street above the community the case is about', ofUnit('JD-LONGHUA'), accusing('SQ-LONGHUA'), true],
    ['an integrator, of its own source', asker('INTEGRATOR', { sourceSystems: ['GRID_APP'] }), dispatched, true],
    ['an integrator, of another source', asker('INTEGRATOR', { sourceSystems: ['HOTLINE'] }), dispatched, false],
    ['a worker of the grid', ofGrid('SQ-LONGHUA'), dispatched, true],
    ['a worker of another grid', asker('GRID_WORKER', { gridCodes: ['5303030040014B001'] }), dispatched, false],
    ['a worker of the grid, of no unit', asker('GRID_WORKER', inGrid), dispatched, true],
    ['a worker of the community the case is about', ofGrid('SQ-LONGHUA'), accusing('SQ-LONGHUA'), false],
    ['a worker of a community below the street it is about', ofGrid('SQ-LONGHUA'), accusing('JD-LONGHUA'), false],
    ['a worker of another unit in the grid', ofGrid('JD-HUASHAN'), accusing('JD-LONGHUA'), true],
    [
      'a worker of the community it is about, who reported it',
      asker('GRID_WORKER', { unitId: 'SQ-LONGHUA', ref: 'grid-worker-1' }),
      accusing('SQ-LONGHUA'),
      true,
    ],
    ['a worker who reported it from elsewhere', asker('GRID_WORKER', { ref: 'grid-worker-1' }), dispatched, true],
    ['the citizen who registered it', asker('CITIZEN', { ref: 'clerk-1' }), dispatched, true],
    ['another citizen', asker('CITIZEN', { ref: 'openid-2' }), dispatched, false],
  ])('%s', (_, who, state, sees) => {
    expect(maySee(state, who, reference)).toBe(sees);
  });

  it('is nobody of a role that does not exist', () => {
    const { actor } = asker('CLERK');
    expect(maySee(dispatched, { actor: { ...actor, role: 'constructor' } }, reference)).toBe(false);
  });

  it('is not an integrator that is bound to nothing', () => {
    expect(maySee(dispatched, { actor: asker('INTEGRATOR').actor }, reference)).toBe(false);
  });
});

describe('whom a case is about', () => {
  it.each([
    ['the unit itself', 'JD-LONGHUA', true],
    ['a unit below it', 'SQ-LONGHUA', true],
    ['a unit beside it', 'JD-HUASHAN', false],
    ['a unit that is unknown', 'MOON', false],
  ])('%s', (_, unitId, accused) => {
    expect(isAccused(accusing('JD-LONGHUA'), unitId, reference)).toBe(accused);
  });
});

const co = told('AssignmentDispatched', { assignmentId: coAssignmentId, unitId: 'ZFJ', role: 'CO', cause: 'ADDED' });
const shared = after(...histories.inHandling, co);
const part = shared.assignments.find(({ assignmentId }) => assignmentId === leadAssignmentId);
const row = { rows: [], owner: 'routing', by: [], from: [], isBuilt: true } as const;
const awaitingCallback = after(...histories.awaitingCallback);

describe('who may act on a case', () => {
  it.each([
    ['the lead unit, for the lead', 'LEAD', 'ZJJ', shared, undefined],
    ['a helper, for the lead', 'LEAD', 'ZFJ', shared, 'NOT_OWNER_UNIT'],
    ['a unit, for the lead where nobody leads', 'LEAD', 'ZFJ', after(...histories.reworkOrdered), undefined],
    ['the unit of the assignment', 'OWN', 'ZJJ', shared, undefined],
    ['another unit of the case', 'OWN', 'ZFJ', shared, 'NOT_OWNER_UNIT'],
    ['a helper, for any part', 'ANY', 'ZFJ', shared, undefined],
    ['the street of the place, for any part', 'ANY', 'JD-LONGHUA', shared, 'NOT_OWNER_UNIT'],
    ['an invited unit', 'INVITED', 'ZFJ', after(...histories.underJointReview), undefined],
    ['a unit that is not invited', 'INVITED', 'JD-LONGHUA', after(...histories.underJointReview), 'NOT_OWNER_UNIT'],
    ['a unit, where there is no review', 'INVITED', 'ZFJ', shared, undefined],
  ] as const)('%s (%s)', (...[, whose, unitId, state, forbidden]) => {
    expect(actingForbiddenBy({ ...row, whose }, state, ofUnit(unitId).actor, part)).toBe(forbidden);
  });

  it('asks no unit of those who are none', () => {
    expect(actingForbiddenBy({ ...row, whose: 'LEAD' }, shared, asker('DISPATCHER').actor)).toBeUndefined();
  });

  it.each([
    ['who submitted the result', ['SUBMITTER'], 'zjj-handler-1', 'SEPARATION_OF_DUTY'],
    ['who reviewed it', ['SUBMITTER', 'REVIEWER'], 'reviewer-1', 'SEPARATION_OF_DUTY'],
    ['a third person', ['SUBMITTER', 'REVIEWER'], 'callback-clerk-1', undefined],
  ] as const)('keeps apart %s', (...[, apartFrom, ref, forbidden]) => {
    const { actor } = asker('CALLBACK_CLERK', { ref });
    expect(actingForbiddenBy({ ...row, apartFrom }, awaitingCallback, actor)).toBe(forbidden);
  });

  it('keeps the unit of an assignment apart from the judgement on it', () => {
    const { actor } = asker('DISPATCHER', { unitId: 'ZJJ' });
    expect(actingForbiddenBy({ ...row, apartFrom: ['UNIT'] }, shared, actor, part)).toBe('SEPARATION_OF_DUTY');
  });

  it('forgets who submitted and reviewed when a new round begins', () => {
    const { actor } = asker('CALLBACK_CLERK', { ref: 'reviewer-1' });
    const state = after(...histories.reworkOrdered);
    expect(actingForbiddenBy({ ...row, apartFrom: ['SUBMITTER', 'REVIEWER'] }, state, actor)).toBeUndefined();
  });

  it('refuses a person who stepped aside whatever the command', () => {
    const state = { ...noCase, recusedRefs: ['somebody-1'] };
    expect(actingForbiddenBy(row, state, asker('CLERK').actor)).toBe('RECUSED');
  });
});

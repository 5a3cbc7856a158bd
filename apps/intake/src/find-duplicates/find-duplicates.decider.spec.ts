import { caseFold } from '@bihuan/case';
import { caseId, commandMeta, deciderSpec, demoReference, histories, told, uuidOf } from '@bihuan/testing';
import { findDuplicates, JudgeNeighbours, type Neighbour } from './find-duplicates.decider.js';

const spot = { wgsLng: 103.820114, wgsLat: 25.603083 };
const place = {
  regionCode: '530303002001',
  assetCode: '5303030102000001',
  position: { ...spot, lng: 103.8221, lat: 25.6, datum: 'GCJ02' },
} as const;
const registered = told('CaseRegistered', { place });
const category = { codeSystem: 'GBT30428-2', code: 'C0102' };
/** The same cover, told 30 minutes later from 50 m to the north. */
const near: Neighbour = {
  caseId: uuidOf(2),
  category,
  assetCode: null,
  spot: { ...spot, wgsLat: spot.wgsLat + 0.000449 },
  reportedAt: '2025-08-07T07:49:00.000Z',
  registeredAtPosition: 9,
};
const trigger = {
  streamId: 'case-1',
  eventId: uuidOf(7),
  version: 1,
  position: 10,
  recordedAt: '2025-08-07T07:50:00.000Z',
};
const system = { kind: 'SYSTEM', ref: 'intake.find-duplicates', role: 'SYSTEM' } as const;
const judge = (...neighbours: Neighbour[]) =>
  new JudgeNeighbours({ caseId, neighbours }, commandMeta({ actor: system, trigger }));
type Nearby = { rule: 'PLACE_TIME'; distanceM: number; hoursApart: number };
const suspected = (...candidates: ({ caseId: string } & ({ rule: 'SAME_ASSET' } | Nearby))[]) =>
  ({ type: 'DuplicateSuspected', data: { caseId, candidates } }) as const;
const nearby: Nearby = { rule: 'PLACE_TIME', distanceM: 50, hoursApart: 0 };

describe('the search for cases that are reported twice', () => {
  const given = deciderSpec(caseFold, findDuplicates, demoReference());

  it('suspects an open case of the same category near by, of about the same time', () =>
    given(registered)
      .when(judge(near))
      .thenEmits(suspected({ caseId: near.caseId, ...nearby })));

  it('suspects a case on the same asset, wherever and whenever', () =>
    given(registered)
      .when(
        judge({
          ...near,
          assetCode: place.assetCode,
          spot: null,
          category: null,
          reportedAt: '2025-05-01T00:00:00.000Z',
        }),
      )
      .thenEmits(suspected({ caseId: near.caseId, rule: 'SAME_ASSET' })));

  it('compares by the class once the case has one', () =>
    given(registered, told('CaseClassified', { categoryCode: 'C0103' }))
      .when(judge(near, { ...near, caseId: uuidOf(3), category: { ...category, code: 'C0103' } }))
      .thenEmits(suspected({ caseId: uuidOf(3), ...nearby })));

  it('reaches to exactly 24 hours', () =>
    given(registered)
      .when(judge({ ...near, reportedAt: '2025-08-08T07:19:00.000Z' }))
      .thenEmits(suspected({ caseId: near.caseId, ...nearby, hoursApart: 24 })));

  it.each([
    ['farther away than 50 m', { spot: { ...spot, wgsLat: spot.wgsLat + 0.00046 } }],
    ['more than 24 hours apart', { reportedAt: '2025-08-08T07:19:00.001Z' }],
    ['more than 24 hours before', { reportedAt: '2025-08-06T07:18:59.999Z' }],
    ['of another category', { category: { ...category, code: 'C0103' } }],
    ['of the same code in another table', { category: { ...category, codeSystem: 'CJT214' } }],
    ['without a category', { category: null }],
    ['without a spot', { spot: null }],
    ['that is the case itself', { caseId }],
    ['that came after what woke the search', { registeredAtPosition: 11 }],
  ])('suspects none %s', (_, other) =>
    given(registered)
      .when(judge({ ...near, ...other }))
      .thenNothing(),
  );

  it('names a case once, however often it is woken', () =>
    given(registered, told('DuplicateSuspected', { candidates: [{ caseId: near.caseId, ...nearby }] }))
      .when(judge(near))
      .thenNothing());

  it('names the twenty newest where a whole street complains', () =>
    given(registered)
      .when(judge(...Array.from({ length: 25 }, (_, index) => ({ ...near, caseId: uuidOf(100 + index) }))))
      .thenEmits(suspected(...Array.from({ length: 20 }, (_, index) => ({ caseId: uuidOf(100 + index), ...nearby })))));

  it('has nothing to say of a case that is over', () =>
    given(...histories.closed)
      .when(judge(near))
      .thenNothing());

  it('is no command for a person', () =>
    given(registered)
      .when(new JudgeNeighbours({ caseId, neighbours: [near] }, commandMeta()))
      .thenRefused('ROLE_NOT_ALLOWED'));
});

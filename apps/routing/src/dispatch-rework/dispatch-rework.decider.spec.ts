import { caseFold } from '@bihuan/case';
import { caseId, commandMeta, deciderSpec, demoReference, histories, told, uuidOf } from '@bihuan/testing';
import { DispatchRework, dispatchRework } from './dispatch-rework.decider.js';

const rework = new DispatchRework({ caseId }, commandMeta());
const accusing = (unitId: string) => told('CaseClassified', { revision: 2, accusedUnitIds: [unitId] });
const again = (unitId: string, role: 'LEAD' | 'CO', assignmentId: string) => ({
  type: 'AssignmentDispatched' as const,
  data: {
    caseId,
    assignmentId,
    unitId,
    role,
    round: 2,
    cause: 'REWORK' as const,
    designated: false,
    itemId: 'ROAD-COVER',
    listVersion: 1,
    requiredEvidence: ['PHOTO'] as const,
  },
});

const ordered = (...coUnitIds: string[]) => [
  ...histories.awaitingCallback,
  told('CallbackCompleted', { solved: 'NOT_SOLVED' }),
  told('ReworkOrdered', { coUnitIds }),
];

describe('dispatching a rework', () => {
  const given = deciderSpec(caseFold, dispatchRework, demoReference());

  it('gives the case to the same lead on the same terms', () =>
    given(...ordered())
      .when(rework)
      .thenEmits(again('ZJJ', 'LEAD', 'id-1')));

  it('adds the helpers that the order names, each once', () =>
    given(...ordered('ZFJ', 'ZJJ', 'GAJ'))
      .when(rework)
      .thenEmits(again('ZJJ', 'LEAD', 'id-1'), again('ZFJ', 'CO', 'id-2'), again('GAJ', 'CO', 'id-3')));

  it('passes over a helper that is no more, or that the case is about now', () =>
    given(...ordered('MOON', 'ZFJ'), accusing('ZFJ'))
      .when(rework)
      .thenEmits(again('ZJJ', 'LEAD', 'id-1')));

  it('keeps a designated lead designated', () =>
    given(
      ...histories.underJointReview,
      told('JointReviewDecided'),
      told('AssignmentDispatched', { cause: 'REVIEW', designated: true, limitPolicyId: 'ZY_ROAD_2WD' }),
      told('AssignmentSigned'),
      told('ReworkOrdered'),
    )
      .when(rework)
      .thenEmits({
        type: 'AssignmentDispatched',
        data: { ...again('ZJJ', 'LEAD', 'id-1').data, designated: true, limitPolicyId: 'ZY_ROAD_2WD' },
      }));

  it('asks the list where nobody led before', () =>
    given(...histories.accepted, told('ReworkOrdered'))
      .when(rework)
      .thenEmits(
        {
          type: 'RouteResolved',
          data: {
            caseId,
            outcome: 'MATCHED',
            mode: 'DIRECTED',
            level: 'COUNTY',
            listVersion: 1,
            itemId: 'ZY-C-01',
            candidates: [{ unitId: 'ZJJ', role: 'LEAD', itemId: 'ZY-C-01', score: 50_000 }],
            trace: expect.any(Array),
          },
        },
        {
          type: 'AssignmentDispatched',
          data: {
            ...again('ZJJ', 'LEAD', 'id-1').data,
            cause: 'INITIAL',
            itemId: 'ZY-C-01',
            limitPolicyId: 'ZY_ROAD_2WD',
          },
        },
      ));

  it('convenes a joint review where the case is about its lead now, and the list names no other', () =>
    given(...ordered(), accusing('ZJJ'))
      .when(rework)
      .thenEmits(
        {
          type: 'RouteResolved',
          data: {
            caseId,
            outcome: 'NO_MATCH',
            mode: 'DIRECTED',
            level: 'COUNTY',
            listVersion: 1,
            candidates: [],
            trace: expect.any(Array),
          },
        },
        { type: 'JointReviewConvened', data: { caseId, reviewId: 'id-1', cause: 'NO_MATCH', unitIds: ['JD-LONGHUA'] } },
      ));

  it('refuses to do it twice', () =>
    given(...ordered(), told('AssignmentDispatched', { assignmentId: uuidOf(12), round: 2, cause: 'REWORK' }))
      .when(rework)
      .thenRefused('ILLEGAL_TRANSITION'));

  it('refuses a case that is closed', () =>
    given(...histories.closed)
      .when(rework)
      .thenRefused('CASE_CLOSED'));
});

import { caseFold } from '@bihuan/case';
import {
  caseId,
  commandMeta,
  deciderSpec,
  demoReference,
  histories,
  leadAssignmentId,
  told,
  uuidOf,
} from '@bihuan/testing';
import { ResolveRoute, resolveRoute } from './resolve-route.decider.js';

const system = { kind: 'SYSTEM', ref: 'routing.resolve-route', role: 'SYSTEM' } as const;
const resolve = new ResolveRoute({ caseId }, commandMeta({ actor: system }));

type Facts = Parameters<typeof told<'CaseClassified'>>[1];
const acceptedAs = (classification: Facts, disposition: 'DISPATCH' | 'CLAIM' = 'DISPATCH') => [
  told('CaseRegistered'),
  told('CaseClassified', classification),
  told('CaseAccepted', { disposition }),
];
const fire = { codeSystem: 'ZY-MATTER', categoryCode: 'HZ_FIRE', matterKind: 'HAZARD' } as const;
// Every step stands in the spec of the resolver.
const trace = expect.any(Array);

describe('routing a case by the accountability list', () => {
  const given = deciderSpec(caseFold, resolveRoute, demoReference());

  it('records who was found and why, and gives that unit the case', () =>
    given(...histories.accepted)
      .when(resolve)
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
            trace: [
              { step: 'CANDIDATES', inputs: ['ZY-C-01', 'ZY-C-02', 'ZY-C-03'], result: 'ZY-C-01' },
              { step: 'ASSET', inputs: [], result: 'NONE' },
              { step: 'SPECIFICITY', inputs: ['ZY-C-02', 'ZY-C-03', 'ZY-C-01'], result: 'ZY-C-02' },
              { step: 'EXCLUDE', inputs: [], result: 'ZY-C-01' },
              { step: 'LEAD', inputs: ['ZJJ'], result: 'ZJJ' },
              { step: 'CO', inputs: [], result: 'NONE' },
              { step: 'LEVEL', inputs: ['ZY-C-01'], result: 'COUNTY' },
              { step: 'RESULT', inputs: ['ZJJ'], result: 'MATCHED' },
            ],
          },
        },
        {
          type: 'AssignmentDispatched',
          data: {
            caseId,
            assignmentId: 'id-1',
            unitId: 'ZJJ',
            role: 'LEAD',
            round: 1,
            cause: 'INITIAL',
            designated: false,
            itemId: 'ZY-C-01',
            listVersion: 1,
            limitPolicyId: 'ZY_ROAD_2WD',
            requiredEvidence: ['PHOTO'],
          },
        },
      ));

  it('gives each helper its part beside the lead', () => {
    const item = { itemId: 'ZY-E-03', score: 50_000 };
    const common = {
      caseId,
      round: 1,
      cause: 'INITIAL',
      designated: false,
      itemId: 'ZY-E-03',
      listVersion: 1,
    } as const;
    return given(...acceptedAs({ categoryCode: 'E0505', matterKind: 'EVENT' }))
      .when(resolve)
      .thenEmits(
        {
          type: 'RouteResolved',
          data: {
            caseId,
            outcome: 'MATCHED',
            mode: 'JOINT',
            level: 'COUNTY',
            listVersion: 1,
            itemId: 'ZY-E-03',
            candidates: [
              { unitId: 'ZJJ', role: 'LEAD', ...item },
              { unitId: 'YJJ', role: 'CO', ...item },
              { unitId: 'JD-LONGHUA', role: 'CO', ...item },
            ],
            trace,
          },
        },
        {
          type: 'AssignmentDispatched',
          data: { ...common, assignmentId: 'id-1', unitId: 'ZJJ', role: 'LEAD', requiredEvidence: ['PHOTO'] },
        },
        {
          type: 'AssignmentDispatched',
          data: { ...common, assignmentId: 'id-2', unitId: 'YJJ', role: 'CO', requiredEvidence: ['PHOTO'] },
        },
        {
          type: 'AssignmentDispatched',
          data: { ...common, assignmentId: 'id-3', unitId: 'JD-LONGHUA', role: 'CO', requiredEvidence: ['PHOTO'] },
        },
      );
  });

  it('asks both possible leads to a joint review', () =>
    given(...acceptedAs({ placeType: 'RESIDENTIAL' }))
      .when(resolve)
      .thenEmits(
        {
          type: 'RouteResolved',
          data: {
            caseId,
            outcome: 'AMBIGUOUS',
            mode: 'DIRECTED',
            level: 'COUNTY',
            listVersion: 1,
            candidates: [
              { unitId: 'JD-LONGHUA', role: 'LEAD', itemId: 'ZY-C-03', score: 1_050_010 },
              { unitId: 'ZJJ', role: 'LEAD', itemId: 'ZY-C-02', score: 1_050_010 },
            ],
            trace,
          },
        },
        {
          type: 'JointReviewConvened',
          data: { caseId, reviewId: 'id-1', cause: 'AMBIGUOUS', unitIds: ['JD-LONGHUA', 'ZJJ'] },
        },
      ));

  it('asks the street of the place to a joint review where the list names nobody', () =>
    given(...acceptedAs({ categoryCode: 'E0698', matterKind: 'EVENT' }))
      .when(resolve)
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
            trace,
          },
        },
        { type: 'JointReviewConvened', data: { caseId, reviewId: 'id-1', cause: 'NO_MATCH', unitIds: ['JD-LONGHUA'] } },
      ));

  it('names a pool and leaves the case to whoever claims it', () => {
    const item = { itemId: 'ZY-W-01', score: 60_000 };
    return given(...acceptedAs({ codeSystem: 'ZY-MATTER', categoryCode: 'WI_ANY', matterKind: 'SERVICE' }, 'CLAIM'))
      .when(resolve)
      .thenEmits({
        type: 'RouteResolved',
        data: {
          caseId,
          outcome: 'MATCHED',
          mode: 'CLAIM',
          level: 'COMMUNITY',
          listVersion: 1,
          itemId: 'ZY-W-01',
          candidates: [
            { unitId: 'SQ-LONGHUA', role: 'LEAD', ...item },
            { unitId: 'SQ-XINGYUAN', role: 'LEAD', ...item },
          ],
          trace,
        },
      });
  });

  it('passes over the unit that gave the case back', () =>
    given(
      ...acceptedAs(fire),
      told('AssignmentDispatched', { unitId: 'YJJ' }),
      told('AssignmentDispatched', { unitId: 'GAJ', role: 'CO', assignmentId: uuidOf(11) }),
      told('AssignmentReturnApproved'),
    )
      .when(resolve)
      .thenEmits(
        {
          type: 'RouteResolved',
          data: {
            caseId,
            outcome: 'MATCHED',
            mode: 'DIRECTED',
            level: 'STREET',
            listVersion: 1,
            itemId: 'ZY-H-03',
            candidates: [{ unitId: 'JD-LONGHUA', role: 'LEAD', itemId: 'ZY-H-03', score: expect.any(Number) }],
            trace,
          },
        },
        {
          type: 'AssignmentDispatched',
          data: {
            caseId,
            assignmentId: 'id-1',
            unitId: 'JD-LONGHUA',
            role: 'LEAD',
            round: 1,
            cause: 'REDISPATCH',
            designated: false,
            itemId: 'ZY-H-03',
            listVersion: 1,
            requiredEvidence: ['PHOTO'],
          },
        },
      ));

  it('refuses a case that nobody classified', () =>
    given(told('CaseRegistered'), told('CaseAccepted')).when(resolve).thenRefused('CLASSIFICATION_REQUIRED'));

  it('refuses a person: by hand is another command', () =>
    given(...histories.accepted)
      .when(new ResolveRoute({ caseId }, commandMeta()))
      .thenRefused('ROLE_NOT_ALLOWED'));

  it('refuses a second route while a unit leads', () =>
    given(...histories.accepted, told('AssignmentDispatched', { assignmentId: leadAssignmentId }))
      .when(resolve)
      .thenRefused('ILLEGAL_TRANSITION'));
});

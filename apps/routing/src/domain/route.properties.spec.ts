import { zhanyi } from '@bihuan/demo-tenant';
import { grades, inForce, isUnder, placeTypes } from '@bihuan/reference';
import fc from 'fast-check';
import { resolveRoute, type RouteQuestion } from './route.policy.js';

const NOW = '2025-08-07T07:20:00.000Z';
const reference = inForce(zhanyi.tenantId, zhanyi.documents, NOW);

const entries = [...reference.codeSystems.values()].flatMap(({ codeSystem, codes }) =>
  codes.map(({ code, matterKind }) => ({ codeSystem, categoryCode: code, matterKind })),
);
const list = reference.accountabilityList;
const turned = { ...reference, accountabilityList: list && { ...list, items: list.items.toReversed() } };

const unitIds = fc.subarray([...reference.units.keys()], { maxLength: 4 });
const places = [...reference.grids.values()].map(({ gridCode, regionCode }) => ({ gridCode, regionCode }));

const classifications = fc
  .record({
    entry: fc.constantFrom(...entries),
    grade: fc.constantFrom(...grades),
    placeType: fc.option(fc.constantFrom(...placeTypes), { nil: undefined }),
    accusedUnitIds: unitIds,
  })
  .map(({ entry, ...rest }) => Object.assign({}, entry, rest));

const questions: fc.Arbitrary<RouteQuestion> = fc.record({
  disposition: fc.constantFrom('DISPATCH' as const, 'CLAIM' as const),
  classification: classifications,
  place: fc.option(fc.constantFrom(...places), { nil: undefined }),
  returnedUnitIds: unitIds,
});

const instants = fc.integer({ min: 0, max: 6 }).map((day) => `2025-08-${String(11 + day)}T03:00:00.000Z`);

describe('whatever is asked', () => {
  it('the same question gives the same answer, in whatever order the list stands', () => {
    fc.assert(
      fc.property(questions, instants, (question, now) => {
        const answer = resolveRoute(question, reference, now);
        expect(resolveRoute(question, reference, now)).toEqual(answer);
        expect(resolveRoute(question, turned, now)).toEqual(answer);
      }),
    );
  });

  it('no accused unit, and none below it, is a candidate or invited', () => {
    fc.assert(
      fc.property(questions, instants, (question, now) => {
        const { candidates, invited } = resolveRoute(question, reference, now);
        const chosen = [...candidates.map(({ unitId }) => unitId), ...invited];
        const { accusedUnitIds } = question.classification;
        expect(chosen.filter((unitId) => isUnder(reference.units, unitId, accusedUnitIds))).toEqual([]);
      }),
    );
  });

  it('no unit that gave the case back gets a part of it', () => {
    fc.assert(
      fc.property(questions, instants, (question, now) => {
        const { candidates } = resolveRoute(question, reference, now);
        expect(candidates.filter(({ unitId }) => question.returnedUnitIds.includes(unitId))).toEqual([]);
      }),
    );
  });

  it('a case to dispatch has one lead exactly when it is matched', () => {
    fc.assert(
      fc.property(questions, instants, (question, now) => {
        const route = resolveRoute({ ...question, disposition: 'DISPATCH' }, reference, now);
        const leads = route.candidates.filter(({ role }) => role === 'LEAD');
        expect(leads.length === 1).toBe(route.outcome === 'MATCHED');
        expect('lead' in route).toBe(route.outcome === 'MATCHED');
        expect(route.cos).not.toContain(route.lead);
      }),
    );
  });

  it('the trace tells the eight steps in order', () => {
    fc.assert(
      fc.property(questions, instants, (question, now) => {
        expect(resolveRoute(question, reference, now).trace.map(({ step }) => step)).toEqual([
          'CANDIDATES',
          'ASSET',
          'SPECIFICITY',
          'EXCLUDE',
          'LEAD',
          'CO',
          'LEVEL',
          'RESULT',
        ]);
      }),
    );
  });
});

import { caseFold, type NewCaseEvent } from '@bihuan/case';
import { foldStream, Refusal } from '@bihuan/kernel';
import {
  caseId,
  commandMeta,
  demoReference,
  histories,
  occasion,
  recorded,
  textOf,
  told,
  uuidOf,
} from '@bihuan/testing';
import fc from 'fast-check';
import { DispatchCase, dispatchCase } from './dispatch-case.decider.js';

const reference = demoReference();
const unit = fc.constantFrom('SWJ', 'ZFJ', 'GAJ');
const returned = (role: 'LEAD' | 'CO'): NewCaseEvent =>
  told('AssignmentReturnApproved', { role, assignmentId: uuidOf(90), transferCount: undefined });
const elsewhere = fc.oneof(
  fc.constantFrom('LEAD' as const, 'CO' as const).map(returned),
  unit.map((unitId): NewCaseEvent => told('JointReviewConvened', { cause: 'MANUAL', unitIds: [unitId] })),
);

/** What the stream would get; a refusal adds nothing. */
const dispatch = (history: readonly NewCaseEvent[], leadUnitId: string): readonly NewCaseEvent[] => {
  const parts = [
    { unitId: leadUnitId, role: 'LEAD' },
    { unitId: 'SFJ', role: 'CO' },
  ] as const;
  try {
    const command = new DispatchCase({ caseId, parts, reasonRef: textOf(12) }, commandMeta());
    return dispatchCase(command, foldStream(caseFold, recorded(history)), occasion(reference));
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
};
const leads = (history: readonly NewCaseEvent[]) =>
  history.filter(({ type, data }) => type === 'AssignmentDispatched' && 'role' in data && data.role === 'LEAD');

describe('dispatching by hand, whatever happened before', () => {
  it('adds nothing when the same command comes twice', () => {
    fc.assert(
      fc.property(fc.array(elsewhere, { maxLength: 8 }), unit, (others, leadUnitId) => {
        const before = [...histories.accepted, ...others];
        const after = [...before, ...dispatch(before, leadUnitId)];
        expect(dispatch(after, leadUnitId)).toEqual([]);
      }),
    );
  });

  it('never gives one round two leads, even when helpers leave', () => {
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 12 }), (clicks) => {
        const history: NewCaseEvent[] = [...histories.accepted];
        for (const leadUnitId of clicks) history.push(...dispatch(history, leadUnitId), returned('CO'));
        expect(leads(history).length).toBe(Math.min(clicks.length, 1));
      }),
    );
  });
});

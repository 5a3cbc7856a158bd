import { canonicalJson, foldStream } from '@bihuan/kernel';
import { coAssignmentId, histories, recorded, told, type Told } from '@bihuan/testing';
import fc from 'fast-check';
import { caseFold } from './case.fold.js';

const ofHelper = { assignmentId: coAssignmentId };
const helperFacts: readonly Told[] = [
  told('AssignmentDispatched', { ...ofHelper, unitId: 'ZFJ', role: 'CO', cause: 'ADDED' }),
  told('AssignmentSigned', ofHelper),
  told('AssignmentCancelled', ofHelper),
  { type: 'AssignmentReturnApproved', data: { ...told('AssignmentCancelled', ofHelper).data, role: 'CO' } },
];
const clockFacts: readonly Told[] = [
  told('SlaStarted'),
  told('SlaPaused'),
  told('SlaResumed'),
  told('SlaDeadlineMoved'),
  told('SlaWarned'),
  told('SlaStopped'),
];
const anyOf = (facts: readonly Told[]) => fc.array(fc.constantFrom(...facts), { maxLength: 20 });
const after = (...events: readonly Told[]) => foldStream(caseFold, recorded(events));

describe('whatever happened', () => {
  it('a case folded twice is the same bytes (I-18)', () => {
    const story = anyOf([...histories.closed, ...histories.reworkOrdered, ...helperFacts, ...clockFacts]);
    fc.assert(
      fc.property(story, (facts) => {
        expect(canonicalJson(after(...facts))).toBe(canonicalJson(after(...facts)));
      }),
    );
  });

  it('a helper never moves the case (I-25)', () => {
    fc.assert(
      fc.property(anyOf(helperFacts), (facts) => {
        expect(after(...histories.dispatched, ...facts).status).toBe('DISPATCHED');
      }),
    );
  });

  it('a breach is never removed (I-07)', () => {
    fc.assert(
      fc.property(anyOf(clockFacts.slice(1)), (facts) => {
        const { clocks } = after(...histories.inHandling, told('SlaStarted'), told('SlaBreached'), ...facts);
        expect(clocks).toMatchObject([{ breached: true }]);
      }),
    );
  });
});

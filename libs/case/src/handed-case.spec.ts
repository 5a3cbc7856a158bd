import { foldStream } from '@bihuan/kernel';
import { fileOf, histories, leadAssignmentId, recorded, textOf, told, type Told, uuidOf } from '@bihuan/testing';
import { caseFold } from './case.fold.js';
import { leadOf } from './case-questions.js';
import type { Confidentiality } from './enums.js';
import type { Assignment } from './case-state.js';
import { caseView } from './case-view.js';
import { handedCase, handedTo } from './handed-case.js';

const after = (...events: readonly Told[]) => foldStream(caseFold, recorded(events));
const handedAfter = (...events: readonly Told[]) => {
  const state = after(...events);
  return handedTo('zhanyi', state, leadOf(state) as Assignment);
};

const position = { lng: 103.822, lat: 25.6, datum: 'GCJ02', wgsLng: 103.821, wgsLat: 25.603 } as const;
const place = { regionCode: '530303002001', addressRef: textOf(80), position };
const registered = (confidentiality: Confidentiality) =>
  told('CaseRegistered', {
    confidentiality,
    place,
    attachments: [fileOf(81)],
    delegation: { agentId: 'volunteer-1', authorisationRef: fileOf(82, 'application/pdf') },
  });
const handedFrom = (confidentiality: Confidentiality) =>
  handedAfter(registered(confidentiality), ...histories.dispatched.slice(1));

describe('a case that is handed to a unit', () => {
  it('is the case as GET shows it, but for what it may repeat and whom it accuses, with the unit’s part', () => {
    const { duplicates: _, classification, ...view } = caseView('zhanyi', after(...histories.dispatched));
    const classified = Object.entries(classification as object).filter(([field]) => field !== 'accusedUnitIds');
    expect(handedAfter(...histories.dispatched)).toEqual({
      ...view,
      classification: Object.fromEntries(classified),
      assignmentId: leadAssignmentId,
      role: 'LEAD',
      dueAt: null,
    });
  });

  it('has every field of that view, so that a new one is told or left out on purpose', () => {
    const { duplicates: _, ...view } = caseView('zhanyi', after(...histories.dispatched));
    const names = [...Object.keys(view), 'assignmentId', 'role', 'dueAt'];
    expect(Object.keys(handedCase.shape).toSorted()).toEqual(names.toSorted());
  });

  it('says until when, once the clock of the part runs', () => {
    expect(handedAfter(...histories.dispatched, told('SlaStarted')).dueAt).toBe('2025-08-11T16:00:00.000Z');
  });

  it('points to the description and the photos, and neither to the address nor to who was sent', () => {
    const { place: shown, textRefs, fileRefs } = handedFrom('NORMAL');
    expect(shown?.position).toEqual({ ...position, accuracyM: null });
    expect(textRefs).toEqual([{ ref: textOf(50).ref, kind: 'description', chars: 50 }]);
    expect(fileRefs).toEqual([fileOf(81)]);
  });

  it.each(['CONFIDENTIAL', 'ANONYMOUS'] as const)('that is %s tells neither the spot nor the words', (level) => {
    const { place: shown, textRefs } = handedFrom(level);
    expect(shown).toMatchObject({ regionCode: '530303002001', position: null });
    expect(textRefs).toEqual([]);
  });

  it('again, for a rework, tells neither note nor recording of the callback', () => {
    const answers = { solved: 'NOT_SOLVED', noteRef: textOf(83), recordingRef: fileOf(84, 'audio/wav') } as const;
    const { textRefs, fileRefs, openRequests, callback } = handedAfter(
      ...histories.awaitingCallback,
      told('CallbackCompleted', answers),
      told('ReworkOrdered'),
      told('AssignmentDispatched', { assignmentId: uuidOf(12), round: 2, cause: 'REWORK' }),
    );
    expect(textRefs.map(({ kind }) => kind)).toEqual(['description', 'measure', 'publicReply']);
    expect([fileRefs, openRequests, callback]).toEqual([[fileOf(56)], [], null]);
  });
});

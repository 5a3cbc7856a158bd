import { foldStream } from '@bihuan/kernel';
import { histories, recorded, told, type Told } from '@bihuan/testing';
import { clockJournalFold } from './clock-journal.fold.js';

const journalOf = (...history: readonly Told[]) => foldStream(clockJournalFold, recorded(history));

describe('what the clocks of a case read of it', () => {
  it('is what moves them, and not what leaves them as they are', () => {
    expect(journalOf(...histories.dispatched).causes.map(({ type }) => type)).toEqual([
      'CaseRegistered',
      'CaseClassified',
      'CaseAccepted',
      'AssignmentDispatched',
    ]);
  });

  it('is what they have said of themselves', () => {
    const told1 = [told('SlaStarted'), told('SlaPaused'), told('SlaResumed'), told('SlaWarned'), told('SlaBreached')];
    const { written } = journalOf(...told1, told('SlaDeadlineMoved'), told('SlaStopped'));
    expect(Object.values(written)).toEqual([
      {
        terms: told('SlaStarted').data.terms,
        pauses: 1,
        resumptions: [{ dueAt: '2025-08-12T16:00:00.000Z', lastDay: null, warnAt: [] }],
        moves: [{ dueAt: '2025-08-13T16:00:00.000Z', lastDay: null, warnAt: [] }],
        warned: [1],
        breach: { eventId: 'event-5', position: 5 },
        isStopped: true,
      },
    ]);
  });

  it('knows of no clock that did not start', () => {
    expect(journalOf(told('SlaStopped')).written).toEqual({});
  });

  it.each([
    ['an ordinary case', 'INTERNAL', told('CaseRegistered'), told('CaseClassified')],
    [
      'a confidential one',
      'RESTRICTED',
      told('CaseRegistered', { confidentiality: 'CONFIDENTIAL' }),
      told('CaseClassified'),
    ],
    ['a matter of care', 'RESTRICTED', told('CaseRegistered'), told('CaseClassified', { matterKind: 'CARE' })],
  ])('is recorded of %s as %s', (_, classification, ...history) => {
    expect(journalOf(...history).classification).toBe(classification);
  });
});

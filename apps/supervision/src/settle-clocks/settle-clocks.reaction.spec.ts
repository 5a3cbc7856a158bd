import { caseId, recordedIn, type Told, told } from '@bihuan/testing';
import { settleClocksOn } from './settle-clocks.reaction.js';

const now = '2026-03-02T01:00:00.000Z';
const wokenBy = (event: Told, streamType = 'case') =>
  settleClocksOn.commandFor(recordedIn(streamType, `${streamType}-${caseId}`, event), now);

describe('what settles the clocks of a case', () => {
  it.each([
    told('CaseRegistered'),
    told('AssignmentDispatched'),
    told('SlaBreached'),
    told('SlaBreachExplained'),
    told('CaseClosed'),
  ])('$type does, as the system’s command on its case', (event) => {
    expect(wokenBy(event)).toMatchObject({
      data: { caseId },
      meta: { tenantId: 'zhanyi', actor: { kind: 'SYSTEM', role: 'SYSTEM' }, causationId: 'event-1' },
    });
  });

  it.each([
    told('SlaStarted'),
    told('SlaPaused'),
    told('SlaResumed'),
    told('SlaDeadlineMoved'),
    told('SlaWarned'),
    told('SlaStopped'),
  ])('$type, which it wrote itself, does not', (event) => {
    expect(wokenBy(event)).toBeUndefined();
  });

  it('an event of another stream does not', () => {
    expect(wokenBy({ type: 'CalendarPublished', data: {} }, 'calendar')).toBeUndefined();
  });
});

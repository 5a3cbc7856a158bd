import { caseStream, type NewCaseEvent } from '@bihuan/case';
import type { RecordedEvent } from '@bihuan/event-store';
import { caseId, recorded, told } from '@bihuan/testing';
import { findDuplicatesOn } from './find-duplicates.reaction.js';

const NOW = '2026-03-02T01:00:00.000Z';
const envelope = {
  tenantId: 'zhanyi',
  streamType: 'case',
  streamId: caseStream(caseId),
  correlationId: 'c'.repeat(32),
} as const;
const commandFor = (fact: NewCaseEvent) =>
  findDuplicatesOn.commandFor({ ...recorded([fact])[0], ...envelope } as RecordedEvent, NOW);
const position = { lng: 103.8, lat: 25.6, datum: 'WGS84', wgsLng: 103.8, wgsLat: 25.6 } as const;

describe('what wakes the search for duplicates', () => {
  it.each([
    ['a report of a spot', told('CaseRegistered', { place: { regionCode: '530303002001', position } })],
    ['a report of an asset', told('CaseRegistered', { place: { regionCode: '530303002001', assetCode: 'A1' } })],
    ['a class that somebody gives', told('CaseClassified')],
  ])('is %s', (_, fact) => {
    expect(commandFor(fact)?.data).toEqual({ caseId });
  });

  it.each([
    ['a report without a spot', told('CaseRegistered')],
    ['the acceptance', told('CaseAccepted')],
  ])('is not %s', (_, fact) => {
    expect(commandFor(fact)).toBeUndefined();
  });

  it('makes one command of an event, however often it is delivered', () => {
    const fact = told('CaseClassified');
    expect(commandFor(fact)?.meta.commandId).toBe(commandFor(fact)?.meta.commandId);
  });
});

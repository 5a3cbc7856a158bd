import { caseId, histories, leadAssignmentId, told, uuidOf } from '@bihuan/testing';
import {
  assignmentKey,
  caseCatalogue,
  caseJsonSchemas,
  caseNoKey,
  caseIdOf,
  caseStream,
  eventsByOwner,
  fact,
  ticketKey,
} from './case-events.js';

const everyFact = [
  ...histories.underJointReview,
  ...histories.reworkOrdered,
  ...histories.closed,
  told('DuplicateSuspected'),
  told('JointReviewDecided'),
  told('AssignmentReturnApproved'),
  told('AssignmentCancelled'),
  told('SlaStarted'),
  told('SlaPaused'),
  told('SlaResumed'),
  told('SlaDeadlineMoved'),
  told('SlaWarned'),
  told('SlaBreached'),
  told('SlaBreachExplained'),
  told('SlaStopped'),
  told('HandlingFeedbackRejected'),
  told('CallbackAttempted'),
];
const oneOfEach = [...new Map(everyFact.map((event) => [event.type, event])).values()];

const without = (data: object, left: string) =>
  Object.fromEntries(Object.entries(data).filter(([key]) => key !== left));

describe('the facts of a case', () => {
  it('have one example of each type', () => {
    expect(oneOfEach.map(({ type }) => type).toSorted()).toEqual(Object.keys(caseCatalogue).toSorted());
  });

  it.each(oneOfEach.map(({ type, data }) => [type, data] as const))('%s is what its schema says', (type, data) => {
    expect(caseCatalogue[type]?.schema.parse(data)).toEqual(data);
  });

  it.each(oneOfEach.map(({ type, data }) => [type, data] as const))(
    '%s admits no field beside its own',
    (type, data) => {
      expect(caseCatalogue[type]?.schema.safeParse({ ...data, remark: 'x' }).success).toBe(false);
    },
  );

  it.each(oneOfEach.map(({ type, data }) => [type, data] as const))('%s names its case', (type, data) => {
    expect(caseCatalogue[type]?.schema.safeParse(without(data, 'caseId')).success).toBe(false);
  });

  it('have one owner each', () => {
    const types = Object.values(eventsByOwner).flatMap((schemas) => Object.keys(schemas));
    expect(types).toHaveLength(new Set(types).size);
  });

  it('leave out what is not there', () => {
    const event = fact('SlaBreached', {
      caseId,
      clockId: uuidOf(30),
      stage: 'ACCEPT',
      dueAt: '2025-08-11T16:00:00.000Z',
      unitId: undefined,
    });
    expect(Object.keys(event.data)).toEqual(['caseId', 'clockId', 'stage', 'dueAt']);
  });

  it('leave it out inside lists, too', () => {
    const candidates = [{ caseId: uuidOf(2), rule: 'SAME_ASSET' as const, distanceM: undefined }];
    expect(JSON.stringify(fact('DuplicateSuspected', { caseId, candidates }).data)).toBe(
      `{"caseId":"${caseId}","candidates":[{"caseId":"${uuidOf(2)}","rule":"SAME_ASSET"}]}`,
    );
  });
});

describe('the fields of facts', () => {
  const registered = told('CaseRegistered').data;
  const position = { lng: 103.8221, lat: 25.6003, datum: 'GCJ02', wgsLng: 103.82, wgsLat: 25.6 };

  it.each([
    ['an id in capitals', { caseId: caseId.toUpperCase() }, false],
    ['an id of a version that is not ours', { caseId: '0190b1f2-0000-4000-8000-000000000001' }, false],
    ['an instant with an offset', { reportedAt: '2025-08-07T15:19:00.000+08:00' }, false],
    ['an instant without milliseconds', { reportedAt: '2025-08-07T07:19:00Z' }, false],
    ['a day that does not exist', { reportedAt: '2025-02-30T07:19:00.000Z' }, false],
    ['a code with a blank', { sourceSystem: 'GRID APP' }, false],
    ['a position in the country', { place: { regionCode: '530303002001', position } }, true],
    [
      'swapped coordinates',
      { place: { regionCode: '530303002001', position: { ...position, lng: 25.6, lat: 103.8 } } },
      false,
    ],
  ])('%s', (_, more, isAccepted) => {
    expect(caseCatalogue['CaseRegistered']?.schema.safeParse({ ...registered, ...more }).success).toBe(isAccepted);
  });
});

describe('the catalogue the ledger holds appends against', () => {
  it('says which instant a fact claims', () => {
    expect([caseCatalogue['CaseRegistered']?.claimedAt, caseCatalogue['ContactAttempted']?.claimedAt]).toEqual([
      'reportedAt',
      'at',
    ]);
  });

  it('gives a registered case the keys of its number and its ticket', () => {
    expect(caseCatalogue['CaseRegistered']?.keys?.(told('CaseRegistered').data as never)).toEqual([
      caseNoKey('ZY20250807000001'),
      ticketKey('GRID_APP', 'ZY-G-0807-001'),
    ]);
  });

  it('gives a case without a ticket the key of its number alone', () => {
    const data = without(told('CaseRegistered').data, 'externalTicketNo');
    expect(caseCatalogue['CaseRegistered']?.keys?.(data as never)).toEqual(['case-no:ZY20250807000001']);
  });

  it('gives an assignment its key', () => {
    expect(caseCatalogue['AssignmentDispatched']?.keys?.(told('AssignmentDispatched').data as never)).toEqual([
      assignmentKey(leadAssignmentId),
    ]);
  });

  it('names the stream of a case, and the case of a stream', () => {
    expect(caseStream(caseId)).toBe(`case-${caseId}`);
    expect(caseIdOf(caseStream(caseId))).toBe(caseId);
  });

  it('publishes each payload as JSON Schema, with the formats it names', () => {
    expect(caseJsonSchemas()['CaseAccepted']).toMatchObject({
      type: 'object',
      additionalProperties: false,
      required: ['caseId', 'disposition'],
      properties: { caseId: { type: 'string', format: 'uuid' } },
    });
  });
});

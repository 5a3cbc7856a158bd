import { foldStream } from '@bihuan/kernel';
import { fileOf, histories, recorded, textOf, told, type Told, uuidOf } from '@bihuan/testing';
import { caseFold } from './case.fold.js';

const after = (...events: readonly Told[]) => foldStream(caseFold, recorded(events));

describe('a registered case', () => {
  it('keeps what the registration says, and who made it when', () => {
    const meta = {
      recordedAt: '2025-08-07T07:20:00.123Z',
      actor: { kind: 'STAFF', ref: 'clerk-9', role: 'CLERK' },
    } as const;
    expect(after(told('CaseRegistered', {}, meta))).toMatchObject({
      status: 'REGISTERED',
      statusVersion: 1,
      statusSince: '2025-08-07T07:20:00.123Z',
      caseNo: 'ZY20250807000001',
      externalTicketNo: 'ZY-G-0807-001',
      registeredAt: '2025-08-07T07:20:00.123Z',
      registeredByRef: 'clerk-9',
      reportedAt: '2025-08-07T07:19:00.000Z',
      subjectRef: `sub_${uuidOf(40)}`,
      place: { regionCode: '530303002001' },
      urgencyHint: null,
      externalDueAt: null,
      round: 1,
    });
  });

  it('has nulls and empty lists for what the registration does not say', () => {
    const bare = {
      type: 'CaseRegistered',
      data: {
        caseId: uuidOf(1),
        caseNo: 'ZY20250807000002',
        channel: 'MAILBOX',
        sourceSystem: 'MAILBOX',
        nature: 'REPORT',
        reporterKind: 'CITIZEN',
        attachments: [],
        confidentiality: 'ANONYMOUS',
        wantsReply: false,
        reportedAt: '2025-08-07T07:19:00.000Z',
        receivedAt: '2025-08-07T07:20:00.000Z',
      },
    };
    expect(after(bare)).toMatchObject({
      externalTicketNo: null,
      reporterId: null,
      subjectRef: null,
      place: null,
      suggestedCategory: null,
      relatedCaseIds: [],
      textRefs: [],
      fileRefs: [],
    });
  });

  it('keeps the texts and files it names, and the case it follows', () => {
    const place = { regionCode: '530303002001', addressRef: textOf(2) };
    const delegation = { agentId: 'volunteer-1', authorisationRef: fileOf(3, 'application/pdf') };
    const more = { place, delegation, attachments: [fileOf(4)], relatedCaseId: uuidOf(5) };
    expect(after(told('CaseRegistered', more))).toMatchObject({
      textRefs: [
        { ref: textOf(50).ref, kind: 'description', chars: 50 },
        { ref: textOf(2).ref, kind: 'address', chars: 2 },
      ],
      fileRefs: [
        { ...fileOf(3, 'application/pdf'), kind: 'authorisation' },
        { ...fileOf(4), kind: 'attachment' },
      ],
      relatedCaseIds: [uuidOf(5)],
    });
  });
});

const marks = (...more: readonly Told[]) =>
  after(...histories.dispatched, ...more).assignments.map(({ wasAccused }) => wasAccused);

describe('a classified case', () => {
  const twice = [
    ...histories.accepted,
    told('CaseClassified', { revision: 2, accusedUnitIds: ['ZFJ'], reasonRef: textOf(6) }),
  ];

  it('has the last revision and the units it is about', () => {
    expect(after(...twice)).toMatchObject({ classification: { revision: 2 }, accusedUnitIds: ['ZFJ'] });
  });

  it('keeps its status, so that no reaction to an earlier event comes too late', () => {
    expect(after(...twice)).toMatchObject({ status: 'ACCEPTED', statusVersion: 3, version: 4 });
  });

  it('marks for good the part of a unit that it has come to accuse', () => {
    const accusing = told('CaseClassified', { revision: 2, accusedUnitIds: ['ZJJ'] });
    const anew = told('AssignmentDispatched', { assignmentId: uuidOf(12) });
    expect(marks(accusing, told('CaseClassified', { revision: 3 }), anew)).toEqual([true, false]);
    expect(marks(accusing, anew)).toEqual([true, true]);
  });

  it('keeps the reason among its texts, not in the class', () => {
    expect(after(...twice)).toMatchObject({
      classification: expect.not.objectContaining({ reasonRef: textOf(6) }),
      textRefs: [{ kind: 'description' }, { kind: 'reason' }],
    });
  });
});

describe('a case that may be another one', () => {
  it('names each candidate once, as the newest search found it', () => {
    const again = told('DuplicateSuspected', {
      candidates: [
        { caseId: uuidOf(2), rule: 'SAME_ASSET' },
        { caseId: uuidOf(3), rule: 'PLACE_TIME' },
      ],
    });
    expect(after(...histories.registered, told('DuplicateSuspected'), again).duplicates.suspected).toEqual([
      { caseId: uuidOf(2), rule: 'SAME_ASSET' },
      { caseId: uuidOf(3), rule: 'PLACE_TIME' },
    ]);
  });
});

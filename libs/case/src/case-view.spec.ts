import { canonicalJson, foldStream } from '@bihuan/kernel';
import {
  caseId,
  clockId,
  fileOf,
  histories,
  leadAssignmentId,
  recorded,
  reviewId,
  textOf,
  told,
  type Told,
  uuidOf,
} from '@bihuan/testing';
import { caseFold } from './case.fold.js';
import { caseView } from './case-view.js';

const viewAfter = (...events: readonly Told[]) => caseView('zhanyi', foldStream(caseFold, recorded(events)));

describe('the case as everyone sees it', () => {
  it('shows every field, null or empty where there is nothing', () => {
    expect(viewAfter(told('CaseRegistered'))).toEqual({
      caseId,
      caseNo: 'ZY20250807000001',
      tenantId: 'zhanyi',
      version: 1,
      status: 'REGISTERED',
      round: 1,
      level: null,
      channel: 'GRID_APP',
      nature: 'HELP',
      sourceSystem: 'GRID_APP',
      externalTicketNo: 'ZY-G-0807-001',
      confidentiality: 'NORMAL',
      wantsReply: true,
      registeredAt: '2026-03-02T00:00:00.000Z',
      reportedAt: '2025-08-07T07:19:00.000Z',
      place: {
        regionCode: '530303002001',
        gridCode: '5303030020014B001',
        position: null,
        assetCode: null,
        placeType: null,
      },
      classification: null,
      duplicates: { masterCaseId: null, childCaseIds: [], suspected: [] },
      assignments: [],
      openRequests: [],
      callback: null,
      closure: null,
      counters: { transfers: 0, reworks: 0, urges: 0, callbackAttempts: 0, extensions: 0 },
      textRefs: [{ ref: textOf(50).ref, kind: 'description', chars: 50 }],
      fileRefs: [],
      relatedCaseIds: [],
    });
  });

  it('shows its class with every field', () => {
    expect(viewAfter(...histories.accepted).classification).toEqual({
      revision: 1,
      codeSystem: 'GBT30428-2',
      codeSystemVersion: '2021',
      categoryCode: 'C0102',
      filingCondition: null,
      matterKind: 'COMPONENT',
      disputeType: null,
      urgency: 'ORDINARY',
      grade: 'GENERAL',
      placeType: null,
      rectificationMode: null,
      rectifyBy: null,
      disputeAmountFen: null,
      peopleInvolved: null,
      publicSafety: false,
      accusedUnitIds: [],
      tags: [],
      by: 'PERSON',
      confidence: null,
    });
  });

  it('shows the position with its datum, and no address', () => {
    const position = { lng: 103.8221, lat: 25.6003, datum: 'GCJ02', wgsLng: 103.82, wgsLat: 25.6 } as const;
    const place = { regionCode: '530303002001', addressRef: textOf(2), position, assetCode: 'COVER-7' };
    expect(viewAfter(told('CaseRegistered', { place })).place).toEqual({
      regionCode: '530303002001',
      gridCode: null,
      position: { ...position, accuracyM: null },
      assetCode: 'COVER-7',
      placeType: null,
    });
  });

  it('shows no place where none is known', () => {
    const { data } = told('CaseRegistered');
    expect(viewAfter({ type: 'CaseRegistered', data: { ...data, place: undefined } }).place).toBeNull();
  });

  it('shows a part without its due instant until its clock has started', () => {
    expect(viewAfter(...histories.dispatched).assignments).toEqual([
      {
        assignmentId: leadAssignmentId,
        unitId: 'ZJJ',
        role: 'LEAD',
        round: 1,
        cause: 'INITIAL',
        status: 'DISPATCHED',
        designated: false,
        dispatchedAt: '2026-03-02T00:00:00.000Z',
        signedAt: null,
        dueAt: null,
      },
    ]);
  });

  it('shows the due instant as it stands now', () => {
    const moved = [told('SlaStarted'), told('SlaDeadlineMoved', { clockId })];
    expect(viewAfter(...histories.dispatched, ...moved).assignments).toMatchObject([
      { dueAt: '2025-08-13T16:00:00.000Z' },
    ]);
  });

  it('shows whom it may repeat, and what is asked of it', () => {
    const view = viewAfter(
      ...histories.underJointReview,
      told('DuplicateSuspected', { candidates: [{ caseId: uuidOf(2), rule: 'SAME_ASSET' }] }),
    );
    expect(view.duplicates.suspected).toEqual([
      { caseId: uuidOf(2), rule: 'SAME_ASSET', distanceM: null, hoursApart: null },
    ]);
    expect(view.openRequests).toMatchObject([{ kind: 'JOINT_REVIEW', requestId: reviewId }]);
  });

  it('shows the callback by its number of attempts, the closing and the files', () => {
    const attempted = [...histories.awaitingCallback, told('CallbackAttempted')];
    expect(viewAfter(...attempted, told('CallbackCompleted'), told('CaseClosed'))).toMatchObject({
      callback: {
        round: 1,
        channel: 'CALL',
        scheduledAt: '2026-03-02T00:00:00.000Z',
        attempts: 1,
        solved: 'SOLVED',
        satisfaction: 'SATISFIED',
      },
      closure: {
        closureType: 'CONFIRMED',
        round: 1,
        closedAt: '2026-03-02T00:00:00.000Z',
        resolutionLevel: 'COUNTY',
        referenceNo: null,
      },
      fileRefs: [fileOf(56)],
    });
  });

  it('shows nothing of the person', () => {
    expect(canonicalJson(viewAfter(...histories.closed))).not.toMatch(/sub_|grid-worker-1|handler/);
  });

  it('is the same bytes however often it is folded', () => {
    const once = canonicalJson(viewAfter(...histories.reworkOrdered));
    expect(canonicalJson(viewAfter(...histories.reworkOrdered))).toBe(once);
  });
});

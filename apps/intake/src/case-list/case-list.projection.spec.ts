import { caseFold } from '@bihuan/case';
import { foldStream } from '@bihuan/kernel';
import { caseId, histories, recorded, told, type Told, uuidOf } from '@bihuan/testing';
import { caseList } from './case-list.projection.js';

const rowsOf = (...history: readonly Told[]) => caseList.rows(foldStream(caseFold, recorded(history)));

const registered = {
  caseId,
  caseNo: 'ZY20250807000001',
  status: 'REGISTERED',
  round: 1,
  level: null,
  channel: 'GRID_APP',
  nature: 'HELP',
  sourceSystem: 'GRID_APP',
  externalTicketNo: 'ZY-G-0807-001',
  categoryCode: null,
  grade: null,
  urgency: null,
  regionCode: '530303002001',
  gridCode: '5303030020014B001',
  leadUnitId: null,
  registeredAt: '2026-03-02T00:00:00.000Z',
  dueAt: null,
  breached: false,
  version: 1,
  marks: ['reporter:grid-worker-1', 'reporter:clerk-1'],
  accusedUnitIds: [],
  subjectRef: `sub_${uuidOf(40)}`,
  isOpen: true,
  likeSystem: 'GBT30428-2',
  likeCode: 'C0102',
  assetCode: null,
  latE6: null,
  lngE6: null,
  reportedAt: '2025-08-07T07:19:00.000Z',
};

describe('a case in the list', () => {
  it('stands there from its registration on', () => {
    expect(rowsOf(...histories.registered)).toEqual([registered]);
  });

  it('shows its class once it has one, and is compared by it', () => {
    const [row] = rowsOf(...histories.registered, told('CaseClassified', { categoryCode: 'C0103' }));
    expect(row).toEqual({
      ...registered,
      categoryCode: 'C0103',
      grade: 'GENERAL',
      urgency: 'ORDINARY',
      likeCode: 'C0103',
      version: 2,
    });
  });

  it('keeps its spot in WGS-84 and its asset', () => {
    const position = { lng: 103.8221, lat: 25.6003, datum: 'GCJ02', wgsLng: 103.820114, wgsLat: 25.603383 } as const;
    const place = { regionCode: '530303002001', position, assetCode: '5303030102000001' };
    const [row] = rowsOf(told('CaseRegistered', { place }));
    expect(row).toMatchObject({ latE6: 25603383, lngE6: 103820114, assetCode: '5303030102000001', gridCode: null });
  });

  it('shows its lead and when it is due', () => {
    const [row] = rowsOf(...histories.dispatched, told('SlaStarted'));
    expect(row).toMatchObject({ leadUnitId: 'ZJJ', dueAt: '2025-08-11T16:00:00.000Z', breached: false });
    expect(row?.marks).toEqual(['live:ZJJ', 'known:ZJJ', 'reporter:grid-worker-1', 'reporter:clerk-1']);
  });

  it('keeps its breach after it was closed, and no unit has to do with it any more', () => {
    const [row] = rowsOf(
      ...histories.dispatched,
      told('SlaStarted'),
      told('SlaBreached'),
      ...histories.closed.slice(histories.dispatched.length),
    );
    expect(row).toMatchObject({ status: 'CLOSED', isOpen: false, breached: true, dueAt: null, leadUnitId: 'ZJJ' });
    expect(row?.marks).toEqual(['known:ZJJ', 'reporter:grid-worker-1', 'reporter:clerk-1']);
  });

  it('is known to the units that a joint review asks, until it has decided', () => {
    const [asked] = rowsOf(...histories.underJointReview);
    const [decided] = rowsOf(...histories.underJointReview, told('JointReviewDecided'));
    expect(asked?.marks).toContain('known:ZFJ');
    expect(decided?.marks).not.toContain('known:ZFJ');
  });

  it('is lost to a unit that gave it back', () => {
    const [row] = rowsOf(...histories.dispatched, told('AssignmentReturnApproved'));
    expect(row?.marks).toEqual(['reporter:grid-worker-1', 'reporter:clerk-1']);
    expect(row?.leadUnitId).toBeNull();
  });

  it('has no row before anybody registered it', () => {
    expect(rowsOf()).toEqual([]);
  });
});

export const TENANT = 'zhanyi';
export const ACTOR = { kind: 'STAFF', ref: 'grid-worker-1', unitId: 'grid-530303002001', role: 'GRID_WORKER' };
export const CORRELATION_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const REPORTED_AT = '2025-08-07T07:19:00.000Z';

/** A registered case as intake writes it, near 600 bytes. */
export const dataOf = (caseId) => ({
  caseId,
  caseNo: 'ZY20250807000001',
  channel: 'GRID_APP',
  sourceSystem: 'GRID_APP',
  externalTicketNo: 'ZY-G-20250807-000001',
  nature: 'HELP',
  reporterKind: 'GRID_WORKER',
  place: {
    regionCode: '530303002001',
    gridCode: '5303030020014B001',
    position: { lng: 103.8221, lat: 25.6003, datum: 'GCJ02', wgsLng: 103.8205, wgsLat: 25.6031, accuracyM: 12 },
  },
  attachments: [],
  suggestedCategory: { codeSystem: 'GBT30428-2', code: 'C0102' },
  confidentiality: 'NORMAL',
  wantsReply: true,
  reportedAt: REPORTED_AT,
  receivedAt: REPORTED_AT,
});

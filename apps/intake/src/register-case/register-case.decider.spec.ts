import { caseFold } from '@bihuan/case';
import { caseId, commandMeta, deciderSpec, demoReference, fileOf, textOf, told, uuidOf } from '@bihuan/testing';
import { RegisterCase, registerCase, type Report } from './register-case.decider.js';

const now = '2026-03-02T01:00:00.000Z';
const subjectRef = `sub_${uuidOf(40)}`;
const report: Report = {
  caseId,
  caseNo: 'ZY20260302000001',
  sourceSystem: 'GRID_APP',
  channel: 'GRID_APP',
  nature: 'HELP',
  descriptionRef: textOf(19),
  reportedAt: '2026-03-02T00:55:00.000Z',
  place: {
    gridCode: '5303030020014B001',
    addressRef: textOf(12),
    position: {
      lng: 103.8221,
      lat: 25.6003,
      datum: 'GCJ02',
      accuracyM: 11.2,
      wgs: { lng: 103.8201138, lat: 25.6033834 },
    },
  },
  suggestedCategory: { codeSystem: 'GBT30428-2', code: 'C0102' },
  subject: { ref: subjectRef, fields: ['name', 'phone'] },
  attachments: [],
  unknownAttachments: [],
  expiredAttachments: [],
};
const worker = { kind: 'STAFF', ref: 'grid-worker-1', role: 'GRID_WORKER', unitId: 'SQ-LONGHUA' } as const;
const integrator = { kind: 'INTEGRATOR', ref: 'integrator-1', role: 'INTEGRATOR' } as const;
const byWorker = commandMeta({ actor: worker, binding: { gridCodes: ['5303030020014B001'], sourceSystems: [] } });
const byIntegrator = (...sourceSystems: string[]) =>
  commandMeta({ actor: integrator, binding: { gridCodes: [], sourceSystems } });
const register = (change: Partial<Report> = {}, meta = byWorker) => new RegisterCase({ ...report, ...change }, meta);
const registered = {
  caseId,
  caseNo: 'ZY20260302000001',
  channel: 'GRID_APP',
  sourceSystem: 'GRID_APP',
  nature: 'HELP',
  reporterKind: 'GRID_WORKER',
  subjectRef,
  reporterId: 'grid-worker-1',
  descriptionRef: textOf(19),
  place: {
    regionCode: '530303002001',
    gridCode: '5303030020014B001',
    addressRef: textOf(12),
    position: { lng: 103.8221, lat: 25.6003, datum: 'GCJ02', wgsLng: 103.820114, wgsLat: 25.603383, accuracyM: 12 },
  },
  attachments: [],
  suggestedCategory: { codeSystem: 'GBT30428-2', code: 'C0102' },
  confidentiality: 'NORMAL',
  wantsReply: true,
  reportedAt: '2026-03-02T00:55:00.000Z',
  receivedAt: now,
} as const;
const rounded = { lng: 103.822, lat: 25.6, datum: 'GCJ02', wgsLng: 103.82, wgsLat: 25.603, accuracyM: 12 } as const;
const fact = (change: object = {}) => ({ type: 'CaseRegistered' as const, data: { ...registered, ...change } });

describe('registering a request', () => {
  const given = deciderSpec(caseFold, registerCase, demoReference());

  it('makes a case of what was told, in the region of its grid', () => {
    given().when(register()).thenEmits(fact());
  });

  it('is received at the instant of the rule, whatever the reporter claims', () => {
    given()
      .when(register({ reportedAt: '2030-01-01T00:00:00.000Z' }))
      .thenEmits(fact({ reportedAt: '2030-01-01T00:00:00.000Z', receivedAt: now }));
  });

  it('tells where it is less exactly when the reporter asks for silence', () => {
    given()
      .when(register({ confidentiality: 'CONFIDENTIAL' }))
      .thenEmits(fact({ confidentiality: 'CONFIDENTIAL', place: { ...registered.place, position: rounded } }));
  });

  it('tells where it is less exactly when it is no matter of a public place', () => {
    const suggestedCategory = { codeSystem: 'ZY-MATTER', code: 'LABOUR' };
    given()
      .when(register({ suggestedCategory }))
      .thenEmits(fact({ suggestedCategory, place: { ...registered.place, position: rounded } }));
  });

  it('is of the tenant’s region when nobody says where', () => {
    given()
      .when(register({ place: undefined }))
      .thenEmits(fact({ place: { regionCode: '530303000000' } }));
  });

  it('wants no reply, and is nobody’s, without a complainant', () => {
    const { subjectRef: _, ...nobody } = registered;
    given()
      .when(register({ subject: undefined }))
      .thenEmits({ type: 'CaseRegistered', data: { ...nobody, wantsReply: false } });
  });

  it('comes from no person when another system hands it in', () => {
    const { reporterId: _, ...data } = registered;
    given()
      .when(register({ ticket: { no: 'T-1', bodyHmac: new Uint8Array() } }, byIntegrator('GRID_APP')))
      .thenEmits({ type: 'CaseRegistered', data: { ...data, externalTicketNo: 'T-1' } });
  });

  it('names the files that came with it', () => {
    given()
      .when(register({ attachments: [fileOf(60)] }))
      .thenEmits(fact({ attachments: [fileOf(60)] }));
  });

  it.each([
    ['a source of another system', {}, byIntegrator('HOTLINE_12345'), 'ROLE_NOT_ALLOWED'],
    [
      'a category that the table does not have',
      { suggestedCategory: { codeSystem: 'GBT30428-2', code: 'C9999' } },
      byWorker,
      'UNKNOWN_CATEGORY',
    ],
    [
      'a table that nobody published',
      { suggestedCategory: { codeSystem: 'NOBODYS', code: 'C0102' } },
      byWorker,
      'UNKNOWN_CATEGORY',
    ],
    ['a region of another county', { place: { regionCode: '110101001001' } }, byWorker, 'UNKNOWN_REGION'],
    ['coordinates without their datum', { place: { position: { lng: 103.8, lat: 25.6 } } }, byWorker, 'DATUM_REQUIRED'],
    ['a phone number as a code', { zoneCode: '13800000000' }, byWorker, 'IDENTITY_IN_CODE'],
    ['a file that nobody uploaded', { unknownAttachments: ['fil_x'] }, byWorker, 'UNKNOWN_ATTACHMENT'],
    ['a file that was not used for too long', { expiredAttachments: ['fil_x'] }, byWorker, 'ATTACHMENT_EXPIRED'],
  ] as const)('refuses %s', (...row) => {
    const [, change, meta, code] = row;
    given().when(register(change, meta)).thenRefused(code);
  });

  it.each([
    ['swapped', { lng: 25.6, lat: 103.8, datum: 'WGS84', wgs: { lng: 25.6, lat: 103.8 } }],
    ['west of the country', { lng: 72.999, lat: 25.6, datum: 'WGS84', wgs: { lng: 72.999, lat: 25.6 } }],
    ['north of it', { lng: 103.8, lat: 54.001, datum: 'WGS84', wgs: { lng: 103.8, lat: 54.001 } }],
  ] as const)('refuses coordinates that are %s', (_, position) => {
    given()
      .when(register({ place: { position } }))
      .thenRefused('POSITION_OUT_OF_RANGE');
  });

  it('refuses a second registration of the case', () => {
    given(told('CaseRegistered')).when(register()).thenRefused('ILLEGAL_TRANSITION');
  });
});

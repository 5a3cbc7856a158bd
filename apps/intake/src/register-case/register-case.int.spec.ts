import { serviceUnderTest, type ServiceUnderTest } from '@bihuan/testing';
import { IntakeModule, intakeMigrations } from '../intake.module.js';

const cover = {
  sourceSystem: 'GRID_APP',
  channel: 'GRID_APP',
  nature: 'HELP',
  description: '玉林北路污水井盖破损，行人有跌落风险。',
  reportedAt: '2025-08-07T15:19:00+08:00',
  place: {
    regionCode: '530303002001',
    gridCode: '5303030020014B001',
    address: '龙华街道龙华社区玉林北路',
    position: { lng: 103.8221, lat: 25.6003, datum: 'GCJ02', accuracyM: 12 },
  },
  suggestedCategory: { codeSystem: 'GBT30428-2', code: 'C0102' },
  complainant: { name: '王某', phone: '13800000000' },
};
type Decided = { caseId: string; caseNo: string; status: string };

describe('POST /v1/intake/cases', () => {
  let service: ServiceUnderTest;
  const register = (body: object, headers = {}) => service.as('integrator-1').post('/v1/intake/cases', body, headers);

  beforeAll(async () => {
    service = await serviceUnderTest({ name: 'register-case', module: IntakeModule, migrations: intakeMigrations });
  }, 60_000);
  afterAll(() => service.stop());

  it('makes a case, and enrols who complains in the same append', async () => {
    const answer = await register({ ...cover, externalTicketNo: 'T-1' });
    const { caseId, caseNo } = answer.json<Decided>();
    expect([answer.status, answer.headers['location'], answer.headers['etag']]).toEqual([
      201,
      `/v1/intake/cases/${caseId}`,
      '"1"',
    ]);
    expect(caseNo).toMatch(/^ZY\d{8}\d{6}$/);
    const [registered] = await service.events(caseId);
    expect(registered).toMatchObject({
      type: 'CaseRegistered',
      service: 'INTAKE',
      classification: 'INTERNAL',
      occurredAt: '2025-08-07T07:19:00.000Z',
      data: {
        wantsReply: true,
        confidentiality: 'NORMAL',
        reporterKind: 'GRID_WORKER',
        descriptionRef: { chars: 19 },
        place: { position: { lng: 103.8221, wgsLng: 103.820114, datum: 'GCJ02', accuracyM: 12 } },
      },
    });
  });

  it('keeps texts and persons out of the facts', async () => {
    const { caseId } = (await register({ ...cover, externalTicketNo: 'T-2' })).json<Decided>();
    const facts = JSON.stringify(await service.events(caseId));
    expect(['井盖', '龙华', '王某', '13800000000'].filter((word) => facts.includes(word))).toEqual([]);
  });

  it('answers the same case to the same ticket, and keeps another content out', async () => {
    const first = (await register({ ...cover, externalTicketNo: 'T-3' })).json<Decided>();
    const again = await register({ ...cover, externalTicketNo: 'T-3' });
    const other = await register({ ...cover, externalTicketNo: 'T-3', nature: 'COMPLAINT' });
    expect([again.status, again.json<Decided>().caseId, again.headers['location']]).toEqual([
      200,
      first.caseId,
      undefined,
    ]);
    expect([other.status, other.body]).toEqual([
      409,
      expect.objectContaining({ code: 'external-ticket-conflict', caseId: first.caseId }),
    ]);
  });

  it('makes one case of one key, however often and however fast it is asked', async () => {
    const body = { ...cover, externalTicketNo: 'T-4' };
    const asked = await Promise.all(Array.from({ length: 8 }, () => register(body, { 'idempotency-key': 'k-4' })));
    const made = asked.filter(({ status }) => status === 201).map((answer) => answer.json<Decided>().caseId);
    expect(new Set(made).size).toBe(1);
    expect(new Set(asked.map(({ status }) => status))).toEqual(new Set([201, 409]));
    const later = await register(body, { 'idempotency-key': 'k-4' });
    expect([later.status, later.headers['idempotent-replayed']]).toEqual([201, 'true']);
  });

  it.each([
    ['an integrator without its ticket', { externalTicketNo: undefined }, 400, 'invalid-request'],
    ['coordinates without a datum', { place: { position: { lng: 103.8, lat: 25.6 } } }, 422, 'datum-required'],
    [
      'coordinates outside the country',
      { place: { position: { lng: 25.6, lat: 50, datum: 'WGS84' } } },
      422,
      'position-out-of-range',
    ],
    ['a grid that nobody has', { place: { gridCode: 'X1' } }, 422, 'unknown-grid'],
    ['a region of another county', { place: { regionCode: '110101001001' } }, 422, 'unknown-region'],
    [
      'a category that no table has',
      { suggestedCategory: { codeSystem: 'GBT30428-2', code: 'C9999' } },
      422,
      'unknown-category',
    ],
    ['a phone number as a ticket number', { externalTicketNo: '13800000000' }, 422, 'identity-in-code'],
    [
      'an attachment that nobody uploaded',
      { attachmentIds: ['fil_0190b1f2-7a10-7c1e-9d39-2f6d0f6f2a11'] },
      422,
      'unknown-attachment',
    ],
    ['a source that is not its own', { sourceSystem: 'SOMEBODY_ELSE' }, 403, 'role-not-allowed'],
    ['an impossible date', { reportedAt: '2025-02-30T10:00:00+08:00' }, 400, 'invalid-request'],
    ['an unknown field', { colour: 'red' }, 400, 'invalid-request'],
    ['a text that is too long', { description: '井'.repeat(2001) }, 400, 'invalid-request'],
    ['control characters', { description: 'a\u0007b' }, 400, 'invalid-request'],
  ])('refuses %s', async (_, change, status, code) => {
    const answer = await register({ ...cover, externalTicketNo: `T-${code}-${status}`, ...change });
    expect([answer.status, answer.json<{ code: string }>().code]).toEqual([status, code]);
  });

  it('asks an integrator for its ticket number in the words of any missing field', async () => {
    const [ticket, nature] = [
      await register(cover),
      await register({ ...cover, externalTicketNo: 'T-5', nature: undefined }),
    ];
    const faults = [ticket, nature].map((answer) => answer.json<{ errors: object[] }>().errors);
    expect(faults).toEqual([
      [{ pointer: '/externalTicketNo', code: 'required', detail: '必填' }],
      [{ pointer: '/nature', code: 'required', detail: '必填' }],
    ]);
  });

  it('asks nobody else for one', async () => {
    const answer = await service.as('grid-worker-1').post('/v1/intake/cases', cover);
    expect(answer.status).toBe(201);
  });

  it.each([
    ['its own grid', { gridCode: '5303030020014B001' }, [201, undefined, undefined]],
    ['no grid that it names', { regionCode: '530303004001' }, [201, undefined, undefined]],
    ['the grid of others', { gridCode: '5303030040014B001' }, [403, 'role-not-allowed', '5303030040014B001']],
  ])('answers a grid worker who tells what happens in %s', async (_, place, expected) => {
    const answer = await service.as('grid-worker-1').post('/v1/intake/cases', { ...cover, place });
    const { code, gridCode } = answer.json<{ code?: string; gridCode?: string }>();
    expect([answer.status, code, gridCode]).toEqual(expected);
  });

  it('refuses a role that takes nothing in, and a stranger', async () => {
    const auditor = await service.as('auditor-1').post('/v1/intake/cases', cover);
    const stranger = await service.stranger().post('/v1/intake/cases', cover);
    expect([auditor.status, stranger.status]).toEqual([403, 401]);
  });
});

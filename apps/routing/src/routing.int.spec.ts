import type { NewCaseEvent } from '@bihuan/case';
import { encodeCursor } from '@bihuan/platform';
import { caseId, leadAssignmentId, serviceUnderTest, type ServiceUnderTest, told } from '@bihuan/testing';
import { RoutingModule, routingMigrations } from './routing.module.js';

// Accepted for the desk, so that the resolver leaves the case to the spec.
const accepted = [
  told('CaseRegistered'),
  told('CaseClassified'),
  told('CaseAccepted', { disposition: 'DIRECT_ANSWER' }),
];
const dispatched = [...accepted, told('RouteResolved'), told('AssignmentDispatched')];
const signed = [...dispatched, told('AssignmentSigned')];
const underReview = [...accepted, told('RouteResolved', { outcome: 'NO_MATCH' }), told('JointReviewConvened')];
const closed = [...signed, told('CaseClosed')];
const byList = [told('CaseRegistered'), told('CaseClassified')];

const dispatch = `/v1/routing/cases/${caseId}/dispatch`;
const decide = `/v1/routing/cases/${caseId}/decide-joint-review`;
const rework = `/v1/routing/cases/${caseId}/dispatch-rework`;
const sign = `/v1/routing/assignments/${leadAssignmentId}/sign`;
const unknownCase = '0190b1f2-7a10-7c1e-9d39-2f6d0f6f2a99';

const choice = { leadUnitId: 'SWJ', coUnitIds: ['ZFJ'], reason: '清单里没有这一段路' };
const decision = { decision: 'DISPATCH', leadUnitId: 'ZJJ', coUnitIds: [], reason: '产权属住建局' };
const stale = { 'if-match': '"1"' };

interface Row {
  readonly history: readonly NewCaseEvent[];
  readonly by: string;
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await serviceUnderTest({ name: 'routing', module: RoutingModule, migrations: routingMigrations });
}, 60_000);
afterAll(() => service.stop());

const lastType = async (id: string) => (await service.events(id)).at(-1)?.type;
const positionOf = async (id: string) => (await service.events(id)).at(-1)?.meta.position;

type Page = { items: { caseId: string; dueAt: string | null }[]; nextCursor: string | null; asOfPosition: number };
const dueAt = (at: string) => [
  ...dispatched.slice(0, -1),
  told('AssignmentDispatched', { unitId: 'GAJ' }),
  told('SlaStarted', {
    terms: {
      policyId: 'H_ROAD_COVER',
      policyVersion: 1,
      limit: { rule: 'WHOLE_WORKING_DAYS', amount: 2 },
      startAt: '2025-08-07T07:25:00.000Z',
      dueAt: at,
      calendarId: 'CN-STATE',
      calendarVersion: 1,
      provisional: false,
      warnAt: [],
    },
  }),
];

describe('the routing service', () => {
  /** The answer, with the facts that it added to the case. */
  const ask = async ({ history, by, path, body = {}, headers = {} }: Row) => {
    const made = await service.given(...history);
    const before = (await service.events(made.caseId)).length;
    const realPath = path.replaceAll(/[0-9a-f-]{36}/g, (id) => (id === unknownCase ? id : made.idOf(id)));
    const caller = by === '' ? service.stranger() : service.as(by);
    const answer = await caller.post(realPath, body, headers);
    const added = (await service.events(made.caseId)).slice(before);
    return { ...made, answer, added };
  };

  it.each<[string, Row, string, string[]]>([
    [
      'a dispatch by hand',
      { history: accepted, by: 'dispatcher-1', path: dispatch, body: choice },
      'DISPATCHED',
      ['RouteResolved', 'AssignmentDispatched', 'AssignmentDispatched'],
    ],
    [
      'a dispatch to the present lead',
      { history: dispatched, by: 'dispatcher-1', path: dispatch, body: { ...choice, leadUnitId: 'ZJJ' } },
      'DISPATCHED',
      [],
    ],
    [
      'the decision of a joint review',
      { history: underReview, by: 'director-1', path: decide, body: decision },
      'DISPATCHED',
      ['JointReviewDecided', 'AssignmentDispatched'],
    ],
    ['a sign-off', { history: dispatched, by: 'zjj-handler-1', path: sign }, 'IN_HANDLING', ['AssignmentSigned']],
    [
      'a sign-off by the liaison',
      { history: dispatched, by: 'zjj-liaison-1', path: sign },
      'IN_HANDLING',
      ['AssignmentSigned'],
    ],
    ['a second sign-off', { history: signed, by: 'zjj-handler-1', path: sign }, 'IN_HANDLING', []],
  ])('answers %s with 200 and what it appended', async (_, row, status, types) => {
    const { answer, added, caseId: id } = await ask(row);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ caseId: id, status, events: types.map((type) => ({ type })) });
    expect(added.map(({ type }) => type)).toEqual(types);
  });

  it('knows a part by its id in capital letters too', async () => {
    const { caseId: id, idOf } = await service.given(...dispatched);
    const path = `/v1/routing/assignments/${idOf(leadAssignmentId).toUpperCase()}/sign`;
    const answer = await service.as('zjj-handler-1').post(path, {});
    expect([answer.status, answer.body]).toEqual([200, expect.objectContaining({ caseId: id })]);
  });

  it.each<[number, string, string, Row]>([
    [
      400,
      'invalid-request',
      'dispatch',
      { history: accepted, by: 'dispatcher-1', path: dispatch, body: { ...choice, dueAt: 'x' } },
    ],
    [
      400,
      'invalid-request',
      'dispatch',
      { history: [], by: 'dispatcher-1', path: '/v1/routing/cases/7/dispatch', body: choice },
    ],
    [401, 'not-authenticated', 'dispatch', { history: accepted, by: '', path: dispatch, body: choice }],
    [403, 'role-not-allowed', 'dispatch', { history: accepted, by: 'clerk-1', path: dispatch, body: choice }],
    [
      404,
      'case-not-found',
      'dispatch',
      { history: [], by: 'dispatcher-1', path: dispatch.replace(caseId, unknownCase), body: choice },
    ],
    [409, 'case-closed', 'dispatch', { history: closed, by: 'dispatcher-1', path: dispatch, body: choice }],
    [
      409,
      'case-under-joint-review',
      'dispatch',
      { history: underReview, by: 'dispatcher-1', path: dispatch, body: choice },
    ],
    [
      409,
      'lead-already-dispatched',
      'dispatch',
      { history: dispatched, by: 'dispatcher-1', path: dispatch, body: choice },
    ],
    [
      412,
      'version-conflict',
      'dispatch',
      { history: accepted, by: 'dispatcher-1', path: dispatch, body: choice, headers: stale },
    ],
    [
      422,
      'lead-required',
      'dispatch',
      { history: accepted, by: 'dispatcher-1', path: dispatch, body: { reason: '无' } },
    ],
    [
      422,
      'reason-required',
      'dispatch',
      { history: accepted, by: 'dispatcher-1', path: dispatch, body: { leadUnitId: 'SWJ' } },
    ],
    [
      422,
      'push-down-forbidden',
      'dispatch',
      { history: accepted, by: 'dispatcher-1', path: dispatch, body: { ...choice, leadUnitId: 'JD-LONGHUA' } },
    ],

    [
      400,
      'invalid-request',
      'decide',
      { history: underReview, by: 'director-1', path: decide, body: { ...decision, decision: 'REFUSE' } },
    ],
    [401, 'not-authenticated', 'decide', { history: underReview, by: '', path: decide, body: decision }],
    [403, 'role-not-allowed', 'decide', { history: underReview, by: 'dispatcher-1', path: decide, body: decision }],
    [
      404,
      'case-not-found',
      'decide',
      { history: [], by: 'director-1', path: decide.replace(caseId, unknownCase), body: decision },
    ],
    [409, 'illegal-transition', 'decide', { history: accepted, by: 'director-1', path: decide, body: decision }],
    [
      412,
      'version-conflict',
      'decide',
      { history: underReview, by: 'director-1', path: decide, body: decision, headers: stale },
    ],
    [
      422,
      'unknown-unit',
      'decide',
      { history: underReview, by: 'director-1', path: decide, body: { ...decision, leadUnitId: 'MOON' } },
    ],

    [400, 'invalid-request', 'sign', { history: dispatched, by: 'zjj-handler-1', path: sign, body: { late: false } }],
    [401, 'not-authenticated', 'sign', { history: dispatched, by: '', path: sign }],
    [403, 'role-not-allowed', 'sign', { history: dispatched, by: 'zjj-reviewer-1', path: sign }],
    [403, 'not-owner-unit', 'sign', { history: dispatched, by: 'jd-longhua-handler-1', path: sign }],
    [404, 'assignment-not-found', 'sign', { history: dispatched, by: 'swj-handler-1', path: sign }],
    [
      404,
      'assignment-not-found',
      'sign',
      { history: [], by: 'zjj-handler-1', path: sign.replace(leadAssignmentId, unknownCase) },
    ],
    [409, 'case-closed', 'sign', { history: closed, by: 'zjj-handler-1', path: sign }],
    [412, 'version-conflict', 'sign', { history: dispatched, by: 'zjj-handler-1', path: sign, headers: stale }],

    [
      400,
      'invalid-request',
      'rework',
      { history: accepted, by: 'dispatcher-1', path: rework, body: { coUnitIds: [] } },
    ],
    [401, 'not-authenticated', 'rework', { history: accepted, by: '', path: rework }],
    [403, 'role-not-allowed', 'rework', { history: accepted, by: 'director-1', path: rework }],
    [404, 'case-not-found', 'rework', { history: [], by: 'dispatcher-1', path: rework.replace(caseId, unknownCase) }],
    [409, 'illegal-transition', 'rework', { history: accepted, by: 'dispatcher-1', path: rework }],
    [412, 'version-conflict', 'rework', { history: accepted, by: 'dispatcher-1', path: rework, headers: stale }],
  ])('answers %i %s to a %s that may not be, and appends nothing', async (status, code, _, row) => {
    const { answer, added } = await ask(row);
    expect([answer.status, answer.body]).toEqual([status, expect.objectContaining({ code })]);
    expect(added).toEqual([]);
  });

  it('names the caller in the facts and keeps the reason out of them', async () => {
    const { added } = await ask({ history: accepted, by: 'dispatcher-1', path: dispatch, body: choice });
    expect(added[0]?.data).toMatchObject({ outcome: 'MANUAL', manualReasonRef: { chars: 9 } });
    expect(added[0]?.meta.actor).toEqual({ kind: 'STAFF', ref: 'dispatcher-1', unitId: 'CENTRE', role: 'DISPATCHER' });
    expect(JSON.stringify(added)).not.toContain(choice.reason);
  });

  it('dispatches an accepted case by itself, and says why', async () => {
    const { caseId: id } = await service.given(...byList, told('CaseAccepted'));
    await service.eventually(
      () => lastType(id),
      (type) => type === 'AssignmentDispatched',
    );
    const answer = await service.as('zjj-handler-1').get(`/v1/routing/cases/${id}/route`);
    expect([answer.status, answer.body]).toEqual([
      200,
      {
        caseId: id,
        outcome: 'MATCHED',
        mode: 'DIRECTED',
        level: 'COUNTY',
        listVersion: 1,
        itemId: 'ZY-C-01',
        candidates: [{ unitId: 'ZJJ', role: 'LEAD', itemId: 'ZY-C-01', score: 50_000 }],
        trace: expect.arrayContaining([{ step: 'RESULT', inputs: ['ZJJ'], result: 'MATCHED' }]),
      },
    ]);
  });

  it('convenes a joint review by itself', async () => {
    const unowned = told('CaseClassified', { categoryCode: 'E0698', matterKind: 'EVENT' });
    const { caseId: id } = await service.given(told('CaseRegistered'), unowned, told('CaseAccepted'));
    await service.eventually(
      () => lastType(id),
      (type) => type === 'JointReviewConvened',
    );
    const answer = await service.as('dispatcher-1').post(dispatch.replace(caseId, id), choice);
    expect([answer.status, answer.body]).toEqual([409, expect.objectContaining({ code: 'case-under-joint-review' })]);
  });

  it('dispatches a rework by itself', async () => {
    const { caseId: id } = await service.given(...signed, told('ReworkOrdered'));
    await service.eventually(
      () => lastType(id),
      (type) => type === 'AssignmentDispatched',
    );
    expect((await service.events(id)).at(-1)?.data).toMatchObject({ unitId: 'ZJJ', round: 2, cause: 'REWORK' });
  });
});

describe('the reads of the routing service', () => {
  describe('of a route', () => {
    it('show nothing of a case that was never routed', async () => {
      const { caseId: id } = await service.given(...accepted);
      const answer = await service.as('dispatcher-1').get(`/v1/routing/cases/${id}/route`);
      const nothing = { outcome: null, mode: null, level: null, listVersion: null, itemId: null };
      expect([answer.status, answer.body]).toEqual([200, { caseId: id, ...nothing, candidates: [], trace: [] }]);
    });

    it.each([
      ['integrator-1', 403, 'role-not-allowed'],
      ['swj-handler-1', 404, 'case-not-found'],
    ])('are refused to %s', async (keyId, status, code) => {
      const { caseId: id } = await service.given(...dispatched);
      const answer = await service.as(keyId).get(`/v1/routing/cases/${id}/route`);
      expect([answer.status, answer.body]).toEqual([status, expect.objectContaining({ code })]);
    });
  });

  describe('of the inbox', () => {
    it('show the unit’s own parts page by page, soonest due first, what is not due yet last', async () => {
      const without = await service.given(...dispatched.slice(0, -1), told('AssignmentDispatched', { unitId: 'GAJ' }));
      const later = await service.given(...dueAt('2025-08-12T16:00:00.000Z'));
      const sooner = await service.given(...dueAt('2025-08-11T16:00:00.000Z'));
      const gaj = service.as('gaj-handler-1');
      const first = (
        await gaj.get(`/v1/routing/inbox?limit=2&atLeast=${await positionOf(sooner.caseId)}`)
      ).json<Page>();
      const second = (await gaj.get(`/v1/routing/inbox?limit=2&cursor=${first.nextCursor}`)).json<Page>();
      expect([...first.items, ...second.items].map(({ caseId: id, dueAt: at }) => [id, at])).toEqual([
        [sooner.caseId, '2025-08-11T16:00:00.000Z'],
        [later.caseId, '2025-08-12T16:00:00.000Z'],
        [without.caseId, null],
      ]);
      expect(second.nextCursor).toBeNull();
    });

    it('show each part with its case, and no text or identity', async () => {
      const history = [...dispatched.slice(0, -1), told('AssignmentDispatched', { unitId: 'SFJ' })];
      const { caseId: id, idOf } = await service.given(...history);
      const handed = (await service.events(id)).at(-1);
      const answer = await service.as('sfj-reviewer-1').get(`/v1/routing/inbox?atLeast=${await positionOf(id)}`);
      expect(answer.body).toEqual({
        items: [
          {
            caseId: id,
            caseNo: expect.stringMatching(/^ZY[0-9a-f]{24}$/),
            assignmentId: idOf(leadAssignmentId),
            role: 'LEAD',
            round: 1,
            status: 'DISPATCHED',
            caseStatus: 'DISPATCHED',
            category: { codeSystem: 'GBT30428-2', code: 'C0102' },
            dispatchedAt: handed?.meta.recordedAt,
            dueAt: null,
          },
        ],
        nextCursor: null,
        asOfPosition: expect.any(Number),
      });
    });

    it('are empty for a unit that has no case', async () => {
      const answer = await service.as('fy-liaison-1').get('/v1/routing/inbox');
      expect(answer.body).toMatchObject({ items: [], nextCursor: null });
    });

    const beforeTime = encodeCursor({ dueAt: '0000-01-01T00:00:00Z', assignmentId: leadAssignmentId });

    it.each([
      ['dispatcher-1', '', 403, 'role-not-allowed'],
      ['gaj-handler-1', '?cursor=e30', 400, 'invalid-request'],
      ['gaj-handler-1', `?cursor=${beforeTime}`, 400, 'invalid-request'],
      ['gaj-handler-1', '?limit=201', 400, 'invalid-request'],
      ['gaj-handler-1', '?atLeast=9007199254740991', 503, 'projection-behind'],
    ])('answer %s%s with %i %s', async (keyId, query, status, code) => {
      const answer = await service.as(keyId).get(`/v1/routing/inbox${query}`);
      expect([answer.status, answer.body]).toEqual([status, expect.objectContaining({ code })]);
    });

    it('are refused to a stranger', async () => {
      expect((await service.stranger().get('/v1/routing/inbox')).status).toBe(401);
    });
  });
});

describe('what a tenant publishes for routing', () => {
  type Set = { inForce: Record<string, unknown> & { version: number }; versions: { version: number }[] };
  const ofTenant = async (path: string) => (await service.as('admin-1').get(path)).json<Set>();

  it.each([
    ['/v1/routing/units', 'units', 19, 'UnitsPublished'],
    ['/v1/routing/grids', 'grids', 9, 'GridsPublished'],
    ['/v1/routing/accountability-lists/ZY-QQ', 'items', 19, 'AccountabilityListPublished'],
  ])('%s shows every version, and is published anew as a whole', async (path, field, rows, type) => {
    const before = await ofTenant(path);
    expect(before.versions).toEqual([{ version: 1, validFrom: '2025-01-01', validTo: null }]);
    expect([before.inForce.version, before.inForce[field]]).toEqual([1, expect.any(Array)]);
    const body = { [field]: before.inForce[field], validFrom: '2025-02-01' };
    const answer = await service.as('admin-1').post(path, body);
    expect([answer.status, answer.headers['location'], answer.body]).toEqual([
      201,
      path,
      {
        version: 2,
        count: rows,
        contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
        validFrom: '2025-02-01',
        position: expect.any(Number),
        events: [{ eventId: expect.any(String), type, version: 2 }],
      },
    ]);
    const after = await ofTenant(path);
    expect([after.inForce.version, after.versions.length]).toEqual([2, 2]);
  });

  it('are the units once, however often they are sent with one key', async () => {
    const path = '/v1/routing/units';
    const { inForce, versions } = await ofTenant(path);
    const body = { units: inForce['units'] };
    const send = (units: object) => service.as('admin-1').post(path, units, { 'idempotency-key': 'units-once' });
    const [first, again, other] = [await send(body), await send(body), await send({ units: [] })];
    expect([again.status, again.headers['idempotent-replayed'], again.body]).toEqual([201, 'true', first.body]);
    expect([other.status, other.body]).toEqual([422, expect.objectContaining({ code: 'idempotency-key-reused' })]);
    expect((await ofTenant(path)).versions.length).toBe(versions.length + 1);
  });

  it('are not published over what the publisher has not seen', async () => {
    const path = '/v1/routing/units';
    const { inForce } = await ofTenant(path);
    const body = { units: inForce['units'] };
    const seen = (await service.as('admin-1').post(path, body)).headers['etag'];
    const send = () => service.as('admin-1').post(path, body, { 'if-match': String(seen) });
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status, second.body]).toEqual([
      201,
      412,
      expect.objectContaining({ code: 'version-conflict' }),
    ]);
  });

  it('holds at once without a first day', async () => {
    const { inForce } = await ofTenant('/v1/routing/grids');
    const answer = await service.as('admin-1').post('/v1/routing/grids', { grids: inForce['grids'] });
    expect(answer.body).toMatchObject({ validFrom: null });
  });

  it('tells every row that forbids a set, at its place', async () => {
    const { inForce } = await ofTenant('/v1/routing/units');
    const [unit] = inForce['units'] as object[];
    const answer = await service.as('admin-1').post('/v1/routing/units', { units: [unit, unit, { unitId: 'X' }] });
    expect([answer.status, answer.body]).toMatchObject([
      400,
      {
        code: 'invalid-request',
        errors: expect.arrayContaining([expect.objectContaining({ pointer: '/units/2/name' })]),
      },
    ]);
    const twice = await service.as('admin-1').post('/v1/routing/units', { units: [unit, unit] });
    expect(twice.body).toMatchObject({
      errors: [{ pointer: '/units/1/unitId', code: 'duplicate', detail: '重复' }],
    });
  });

  it.each([
    ['units', {}],
    ['grids', { grids: [], validFrom: '2025-02-30' }],
    ['accountability-lists/*', { items: [] }],
  ])('answers 400 to a malformed set of %s', async (path, body) => {
    const answer = await service.as('admin-1').post(`/v1/routing/${path}`, body);
    expect([answer.status, answer.body]).toEqual([400, expect.objectContaining({ code: 'invalid-request' })]);
  });

  it.each([
    ['units', { units: [] }],
    ['grids', { grids: [] }],
    ['accountability-lists/ZY-QQ', { items: [] }],
  ])('lets nobody but an ADMIN publish %s', async (path, body) => {
    const answer = await service.as('dispatcher-1').post(`/v1/routing/${path}`, body);
    expect([answer.status, answer.body]).toEqual([403, expect.objectContaining({ code: 'role-not-allowed' })]);
  });

  it('has one list in force: the one that was published last, whatever its version', async () => {
    const [old, renamed] = ['/v1/routing/accountability-lists/ZY-QQ', '/v1/routing/accountability-lists/ZY-NEW'];
    const { items } = (await ofTenant(old)).inForce;
    await service.as('admin-1').post(renamed, { items });
    const after = [(await ofTenant(old)).inForce, (await ofTenant(renamed)).inForce];
    expect(after).toEqual([
      null,
      expect.objectContaining({ listId: 'ZY-NEW', version: 1, validFrom: expect.any(String) }),
    ]);
    await service.as('admin-1').post(old, { items });
    expect((await ofTenant(old)).inForce).toMatchObject({ listId: 'ZY-QQ' });
  });

  it('knows no list that nobody published', async () => {
    const answer = await service.as('admin-1').get('/v1/routing/accountability-lists/NONE');
    expect([answer.status, answer.body]).toEqual([404, expect.objectContaining({ code: 'not-found' })]);
  });

  it('shows one tenant nothing of another', async () => {
    const answer = await service.as('demo2-clerk-1', 'demo2').get('/v1/routing/grids');
    expect(answer.body).toEqual({ inForce: null, versions: [] });
  });
});

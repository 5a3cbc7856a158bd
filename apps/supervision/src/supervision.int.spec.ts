import { VersionConflict } from '@bihuan/event-store';
import { encodeCursor } from '@bihuan/platform';
import {
  type Answer,
  histories,
  leadAssignmentId,
  serviceUnderTest,
  type ServiceUnderTest,
  told,
  uuidOf,
} from '@bihuan/testing';
import { Client } from 'pg';
import { supervisionMigrations, SupervisionModule } from './supervision.module.js';

type Item = { clockId: string; stage: string; status: string; dueAt: string; caseId: string; remainingMs: number };
type Listed = { items: Item[]; nextCursor: string | null; asOfPosition: number };

let service: ServiceUnderTest;

/** Told event by event, so that the clocks may be written in between: then another case is told. */
const given: ServiceUnderTest['given'] = async (...history) => {
  for (;;) {
    try {
      return await service.given(...history);
    } catch (error) {
      if (!(error instanceof VersionConflict)) throw error;
    }
  }
};
const clocksOf = async (caseId: string, keyId = 'clerk-1') =>
  (await service.as(keyId).get(`/v1/supervision/cases/${caseId}/clocks`)).json<Listed>().items;
const started = (caseId: string, stage: string) =>
  service.eventually(
    () => clocksOf(caseId),
    (items) => items.some((item) => item.stage === stage),
  );
const typesOf = async (caseId: string) => (await service.events(caseId)).map(({ type }) => type);
const codeOf = async (answer: Promise<Answer>): Promise<[number, string]> => {
  const got = await answer;
  return [got.status, got.json<{ code: string }>().code];
};
/** As the test clock of the standalone app does it. */
const advance = async (interval: string): Promise<void> => {
  const admin = new Client({ connectionString: service.database.url });
  await admin.connect();
  await admin.query(`update ledger.clock set "offset" = "offset" + interval '${interval}'`);
  await admin.end();
  await service.ledger.measureClock();
};

beforeAll(async () => {
  service = await serviceUnderTest({
    name: 'supervision',
    module: SupervisionModule,
    migrations: supervisionMigrations,
  });
}, 60_000);
afterAll(() => service.stop());

describe('GET /v1/supervision/cases/:caseId/clocks', () => {
  it('tells each clock of the case with the time that is left', async () => {
    const { caseId } = await given(...histories.dispatched);
    const items = await started(caseId, 'HANDLING');
    const stages = items.map(({ stage, status }) => `${stage} ${status}`);
    expect(stages).toEqual(
      expect.arrayContaining(['ACCEPT MET', 'DISPATCH MET', 'SIGN_OFF RUNNING', 'HANDLING RUNNING']),
    );
    expect(items.find(({ stage }) => stage === 'HANDLING')).toEqual({
      clockId: expect.any(String) as unknown,
      stage: 'HANDLING',
      status: 'RUNNING',
      startedAt: expect.any(String) as unknown,
      dueAt: expect.any(String) as unknown,
      stoppedAt: null,
      warned: [],
      breached: false,
      explained: false,
      terms: expect.objectContaining({
        calendarId: 'CN-STATE',
        provisional: expect.any(Boolean) as unknown,
      }) as unknown,
      remainingMs: expect.any(Number) as unknown,
    });
    expect(items.find(({ status }) => status === 'MET')?.remainingMs).toBeNull();
  });

  it('is there for the unit that has the case, and for no other', async () => {
    const { caseId } = await given(...histories.dispatched);
    expect((await service.as('zjj-handler-1').get(`/v1/supervision/cases/${caseId}/clocks`)).status).toBe(200);
    const ofOther = service.as('zfj-handler-1').get(`/v1/supervision/cases/${caseId}/clocks`);
    expect(await codeOf(ofOther)).toEqual([404, 'case-not-found']);
  });

  it.each([
    ['an integrator', 'integrator-1', 403, 'role-not-allowed'],
    ['a clerk who asks for a case that is not there', 'clerk-1', 404, 'case-not-found'],
  ])('refuses %s', async (_, keyId, status, code) => {
    const answer = service.as(keyId).get(`/v1/supervision/cases/${uuidOf(99)}/clocks`);
    expect(await codeOf(answer)).toEqual([status, code]);
  });
});

const board = async (query: string) =>
  (await service.as('supervisor-1').get(`/v1/supervision/board${query}`)).json<Listed>();

describe('GET /v1/supervision/board', () => {
  it('shows running clocks, soonest due first, page by page', async () => {
    const { caseId } = await given(...histories.dispatched);
    await started(caseId, 'HANDLING');
    const position = (await service.events(caseId)).at(-1)?.meta.position;
    const all = await board(`?limit=200&atLeast=${position}`);
    const first = await board('?limit=2');
    const second = await board(`?limit=2&cursor=${first.nextCursor}`);
    expect(all.asOfPosition).toBeGreaterThanOrEqual(Number(position));
    expect(all.items.map(({ dueAt }) => dueAt)).toEqual(all.items.map(({ dueAt }) => dueAt).toSorted());
    expect(new Set(all.items.map(({ status }) => status))).toEqual(new Set(['RUNNING']));
    expect([...first.items, ...second.items].map(({ clockId }) => clockId)).toEqual(
      all.items.slice(0, 4).map(({ clockId }) => clockId),
    );
  });

  it('shows the clocks of one unit in one state', async () => {
    const { caseId, idOf } = await given(...histories.inHandling);
    await started(caseId, 'HANDLING');
    const position = (await service.events(caseId)).at(-1)?.meta.position;
    const { items } = await board(`?status=MET&unitId=ZJJ&limit=200&atLeast=${position}`);
    expect(items.filter((item) => item.caseId === caseId)).toEqual([
      {
        clockId: expect.any(String) as unknown,
        caseId,
        caseNo: expect.any(String) as unknown,
        caseStatus: 'IN_HANDLING',
        stage: 'SIGN_OFF',
        status: 'MET',
        round: 1,
        assignmentId: idOf(leadAssignmentId),
        unitId: 'ZJJ',
        startedAt: expect.any(String) as unknown,
        dueAt: expect.any(String) as unknown,
        stoppedAt: expect.any(String) as unknown,
        warned: [],
        breached: false,
        remainingMs: null,
      },
    ]);
  });

  it.each(['zjj-handler-1', 'integrator-1', 'grid-worker-1'])('is refused to %s', async (keyId) => {
    expect(await codeOf(service.as(keyId).get('/v1/supervision/board'))).toEqual([403, 'role-not-allowed']);
  });

  const beforeTime = encodeCursor({ dueAt: '0000-01-01T00:00:00Z', clockId: '0190b1f2-7a10-7c1e-9d39-2f6d0f6f2a11' });

  it.each(['?status=DUE', '?cursor=bm90IG91cnM', `?cursor=${beforeTime}`, '?limit=0'])('refuses %s', async (query) => {
    const answer = service.as('supervisor-1').get(`/v1/supervision/board${query}`);
    expect(await codeOf(answer)).toEqual([400, 'invalid-request']);
  });

  it('says so when it has not read as far as it is asked to', async () => {
    const answer = service.as('supervisor-1').get(`/v1/supervision/board?atLeast=${Number.MAX_SAFE_INTEGER}`);
    expect(await codeOf(answer)).toEqual([503, 'projection-behind']);
  });
});

describe('/v1/supervision/settings', () => {
  const path = '/v1/supervision/settings';
  type Shown = { inForce: { version: number; content: Record<string, unknown> }; versions: unknown[] };
  const shown = async () => (await service.as('clerk-1').get(path)).json<Shown>();

  it('tells what is in force, and is published anew as a whole', async () => {
    const before = await shown();
    const { version, content } = before.inForce;
    const answer = await service.as('admin-1').post(path, { ...content, returnLimit: 7 });
    expect([answer.status, answer.headers['etag'], answer.body]).toEqual([
      201,
      `"${version + 1}"`,
      {
        version: version + 1,
        validFrom: null,
        contentHash: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
        position: expect.any(Number) as unknown,
        events: [{ eventId: expect.any(String) as unknown, type: 'SettingsPublished', version: version + 1 }],
      },
    ]);
    expect(await shown()).toEqual({
      inForce: { version: version + 1, content: { ...content, returnLimit: 7 } },
      versions: [...before.versions, { version: version + 1, validFrom: null, validTo: null }],
    });
  });

  it('takes a version of a later day, which is not in force yet', async () => {
    const { inForce, versions } = await shown();
    const answer = await service.as('admin-1').post(path, { ...inForce.content, validFrom: '2199-01-01' });
    const later = { version: answer.json<{ version: number }>().version, validFrom: '2199-01-01', validTo: null };
    expect(await shown()).toEqual({ inForce, versions: [...versions, later] });
  });

  it('names every fault at its place', async () => {
    const answer = await service.as('admin-1').post(path, { tenantCode: 'zy', returnLimit: 0, unheardOf: 1 });
    expect([answer.status, answer.body]).toEqual([
      400,
      expect.objectContaining({
        code: 'invalid-request',
        errors: ['/tenantCode', '/returnLimit', '/unheardOf'].map((pointer) => ({
          pointer,
          code: 'invalid-value',
          detail: '取值不符合要求',
        })),
      }),
    ]);
  });

  it.each([
    ['a director', 'director-1', { tenantCode: 'ZY' }, [403, 'role-not-allowed']],
    ['a list', 'admin-1', [], [400, 'invalid-request']],
    ['a day that does not exist', 'admin-1', { tenantCode: 'ZY', validFrom: '2026-02-30' }, [400, 'invalid-request']],
  ])('refuses %s', async (_, keyId, body, expected) => {
    expect(await codeOf(service.as(keyId).post(path, body))).toEqual(expected);
  });

  it('is not for an integrator to read', async () => {
    expect(await codeOf(service.as('integrator-1').get(path))).toEqual([403, 'role-not-allowed']);
  });
});

describe('/v1/supervision/policy-sets', () => {
  const path = '/v1/supervision/policy-sets';
  type Shown = { inForce: { version: number; policies: Record<string, unknown>[] }; versions: unknown[] };
  const shown = async () => (await service.as('clerk-1').get(path)).json<Shown>();

  it('tells the policies in force, and is published anew as a whole', async () => {
    const { inForce, versions } = await shown();
    const answer = await service.as('admin-1').post(path, { policies: inForce.policies });
    const version = inForce.version + 1;
    expect([answer.status, answer.json<{ version: number }>().version]).toEqual([201, version]);
    expect(await shown()).toEqual({
      inForce: { ...inForce, version },
      versions: [
        ...versions,
        { version, validFrom: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as unknown, validTo: null },
      ],
    });
  });

  it('takes none of them when one is at fault', async () => {
    const { inForce } = await shown();
    const [one] = inForce.policies;
    const answer = await service
      .as('admin-1')
      .post(path, { policies: [...inForce.policies, { ...one, precedence: -1 }] });
    expect([answer.status, answer.json<{ errors: object[] }>().errors]).toEqual([
      400,
      [expect.objectContaining({ pointer: `/policies/${inForce.policies.length}/precedence`, code: 'invalid-value' })],
    ]);
    expect((await shown()).inForce).toEqual(inForce);
  });

  it('is an administrator’s to publish', async () => {
    expect(await codeOf(service.as('clerk-1').post(path, { policies: [] }))).toEqual([403, 'role-not-allowed']);
  });
});

describe('/v1/supervision/calendars/:calendarId', () => {
  const path = '/v1/supervision/calendars/CN-STATE';
  type Shown = { inForce: { version: number; years: { year: number }[] }; versions: { year: number }[] };
  const shown = async () => (await service.as('clerk-1').get(path)).json<Shown>();

  it('tells its years, and takes a further one', async () => {
    const before = await shown();
    const year = Math.max(...before.inForce.years.map((known) => known.year)) + 1;
    const body = { year, source: 'GBF-TEST', off: [`${year}-01-01`], makeUp: [] };
    const answer = await service.as('admin-1').post(path, body);
    const version = before.versions.length + 1;
    expect([answer.status, answer.json<{ version: number }>().version]).toEqual([201, version]);
    expect(await shown()).toEqual({
      calendarId: 'CN-STATE',
      inForce: { version, years: [...before.inForce.years, body] },
      versions: [...before.versions, { version, validFrom: null, validTo: null, year, source: 'GBF-TEST' }],
    });
  });

  it.each([
    ['a day of another year', { year: 2019, source: 'X', off: ['2018-12-31'], makeUp: [] }],
    [
      'a first day, which a year says itself',
      { year: 2019, source: 'X', off: [], makeUp: [], validFrom: '2019-01-01' },
    ],
  ])('refuses %s', async (_, body) => {
    expect(await codeOf(service.as('admin-1').post(path, body))).toEqual([400, 'invalid-request']);
  });

  it('does not exist under a name that nobody published', async () => {
    expect(await codeOf(service.as('clerk-1').get('/v1/supervision/calendars/MOON'))).toEqual([404, 'not-found']);
  });
});

const preview = (keyId: string, body: object) => service.as(keyId).post('/v1/supervision/deadline-previews', body);

describe('POST /v1/supervision/deadline-previews', () => {
  const limit = { rule: 'WHOLE_WORKING_DAYS', amount: 2, unit: 'DAY' };

  it('counts a limit as a clock would', async () => {
    const body = { startAt: '2025-08-07T15:19:00+08:00', limit, calendarId: 'CN-STATE' };
    const answer = await preview('zjj-handler-1', body);
    expect([answer.status, answer.body]).toEqual([
      200,
      {
        dueAt: '2025-08-11T16:00:00.000Z',
        calendarVersion: expect.any(Number) as unknown,
        provisional: false,
        steps: expect.any(Array) as unknown,
      },
    ]);
  });

  it('is not for an integrator', async () => {
    const body = { startAt: '2025-08-07T15:19:00+08:00', limit, calendarId: 'CN-STATE' };
    expect(await codeOf(preview('integrator-1', body))).toEqual([403, 'role-not-allowed']);
  });

  it.each([[undefined], [null], [[]], [[limit]], ['P2D'], [{}], [{ ...limit, amount: 0 }]])(
    'refuses the limit %j',
    async (bad) => {
      const body = { startAt: '2025-08-07T15:19:00+08:00', limit: bad };
      expect(await codeOf(preview('clerk-1', body))).toEqual([400, 'invalid-request']);
    },
  );
});

describe('POST /v1/supervision/cases/:caseId/explain-breach', () => {
  const why = { reasonCode: 'WEATHER', explanation: '暴雨', nextMeasure: '雨停后修复', promisedOn: '2199-01-01' };
  const explain = async (keyId: string, caseId: string, body: object = why) =>
    codeOf(service.as(keyId).post(`/v1/supervision/cases/${caseId}/explain-breach`, body));

  it.each([
    ['by whom it is none of their business', 'clerk-1', why, [403, 'role-not-allowed']],
    ['while nothing is overdue', 'zjj-handler-1', why, [409, 'illegal-transition']],
    ['by a unit that has no part in the case', 'zfj-handler-1', why, [404, 'case-not-found']],
    ['without a next measure', 'zjj-handler-1', { ...why, nextMeasure: undefined }, [400, 'invalid-request']],
  ])('is refused %s', async (_, keyId, body, expected) => {
    const { caseId } = await given(...histories.inHandling);
    expect(await explain(keyId, caseId, body)).toEqual(expected);
  });

  it('is refused for a case that is over, or not there', async () => {
    const { caseId } = await given(...histories.closed);
    expect(await explain('zjj-handler-1', caseId)).toEqual([409, 'case-closed']);
    expect(await explain('zjj-handler-1', uuidOf(99))).toEqual([404, 'case-not-found']);
  });
});

describe('the time that passes', () => {
  const explanation = {
    reasonCode: 'WEATHER',
    explanation: '连日暴雨，路面无法施工。',
    nextMeasure: '雨停后当日修复。',
    promisedOn: '2199-01-01',
  };

  it('warns and breaches by itself, once each, and asks for an explanation', async () => {
    const { caseId } = await given(...histories.inHandling);
    await started(caseId, 'HANDLING');
    await advance('40 days');
    await service.eventually(
      () => typesOf(caseId),
      (types) => types.includes('SlaBreached'),
    );
    const explaining = (await started(caseId, 'BREACH_EXPLANATION')).find(({ stage }) => stage === 'HANDLING');
    expect(explaining).toMatchObject({ breached: true, explained: false, status: 'RUNNING' });
    expect(explaining?.remainingMs).toBeLessThan(0);
    const breached = (await service.events(caseId)).filter(({ type }) => type === 'SlaBreached');
    const ids = breached.map(({ data }) => (data as { clockId: string }).clockId);
    expect(new Set(ids).size).toBe(ids.length);
    const answer = await service
      .as('zjj-handler-1')
      .post(`/v1/supervision/cases/${caseId}/explain-breach`, explanation);
    expect([answer.status, answer.json<{ events: { type: string }[] }>().events.map(({ type }) => type)]).toEqual([
      200,
      ['SlaBreachExplained'],
    ]);
    expect((await clocksOf(caseId)).find(({ clockId }) => clockId === explaining?.clockId)).toMatchObject({
      explained: true,
    });
  }, 30_000);

  it('leaves a case alone that is over', async () => {
    const { caseId } = await given(...histories.closed, told('CaseClosed'));
    await started(caseId, 'HANDLING');
    await advance('40 days');
    const { caseId: later } = await given(...histories.inHandling);
    await started(later, 'HANDLING');
    expect((await typesOf(caseId)).filter((type) => type === 'SlaBreached')).toEqual([]);
  }, 30_000);
});

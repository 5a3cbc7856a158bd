import { randomBytes } from 'node:crypto';
import type { NewCaseEvent } from '@bihuan/case';
import type { RecordedEvent } from '@bihuan/event-store';
import { newId } from '@bihuan/kernel';
import {
  type Answer,
  commandMeta,
  histories,
  serviceUnderTest,
  type ServiceUnderTest,
  told,
  uuidOf,
} from '@bihuan/testing';
import { CommandBus } from '@nestjs/cqrs';
import { FindDuplicates } from './find-duplicates/find-duplicates.decider.js';
import { findDuplicatesOn } from './find-duplicates/find-duplicates.reaction.js';
import { IntakeModule, intakeMigrations } from './intake.module.js';

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await serviceUnderTest({ name: 'intake', module: IntakeModule, migrations: intakeMigrations });
}, 60_000);
afterAll(() => service.stop());

const cover = {
  codeSystem: 'GBT30428-2',
  categoryCode: 'C0102',
  matterKind: 'COMPONENT',
  grade: 'GENERAL',
  urgency: 'ORDINARY',
};
const wage = {
  ...cover,
  codeSystem: 'ZY-MATTER',
  categoryCode: 'LABOUR',
  matterKind: 'DISPUTE',
  disputeType: 'LABOUR',
};
const acceptance = { disposition: 'DISPATCH', classification: cover };
const report = {
  sourceSystem: 'GRID_APP',
  channel: 'GRID_APP',
  nature: 'HELP',
  description: '玉林北路污水井盖破损，行人有跌落风险。',
  reportedAt: '2025-08-07T15:19:00+08:00',
  place: { regionCode: '530303002001', gridCode: '5303030020014B001', address: '龙华街道龙华社区玉林北路' },
  suggestedCategory: { codeSystem: 'GBT30428-2', code: 'C0102' },
  complainant: { name: '王某', phone: '13800000000' },
};

const codeOf = (answer: Answer): string => answer.json<{ code: string }>().code;

describe('a command of intake on a case', () => {
  const commands = { classify: cover, accept: acceptance } as const;
  interface Asked {
    readonly keyId?: string;
    readonly body?: object;
    readonly headers?: Readonly<Record<string, string>>;
    readonly path?: string;
  }
  async function give(verb: keyof typeof commands, history: readonly NewCaseEvent[], asked: Asked = {}) {
    const { caseId } = await service.given(...history);
    const { keyId = 'clerk-1', body = commands[verb], headers = {}, path = caseId } = asked;
    const before = (await service.events(caseId)).length;
    const answer = await service.as(keyId).post(`/v1/intake/cases/${path}/${verb}`, body, headers);
    const appended = (await service.events(caseId)).slice(before);
    return { answer, appended, caseId };
  }

  it.each([
    ['classify', histories.registered, {}, ['REGISTERED', 'CaseClassified']],
    ['classify', histories.accepted, { body: wage }, ['ACCEPTED', 'CaseClassified']],
    ['classify', histories.inHandling, { keyId: 'dispatcher-1' }, ['IN_HANDLING', 'CaseClassified']],
    ['accept', histories.registered, {}, ['ACCEPTED', 'CaseClassified', 'CaseAccepted']],
    [
      'accept',
      [...histories.registered, told('CaseClassified')],
      { body: { disposition: 'CLAIM' } },
      ['ACCEPTED', 'CaseAccepted'],
    ],
  ] as const)('is accepted: %s', async (verb, history, asked, [status, ...types]) => {
    const { answer, appended, caseId } = await give(verb, history, asked);
    const version = history.length + types.length;
    expect([answer.status, answer.headers['etag']]).toEqual([200, `"${version}"`]);
    const events = appended.map(({ type, meta }) => ({ eventId: meta.eventId, type, version: meta.version }));
    expect(answer.body).toMatchObject({ caseId, status, version, events });
    expect(appended.map(({ type }) => type)).toEqual(types);
  });

  it('leaves its reason in the vault and its reference in the fact', async () => {
    const body = { ...cover, reason: '现场核实为污水井盖' };
    const { appended } = await give('classify', histories.registered, { body });
    const [{ data } = { data: {} }] = appended;
    const ref = expect.stringMatching(/^txt_/) as unknown;
    const expected = told('CaseClassified', { codeSystemVersion: '1' }).data;
    expect(data).toEqual({
      ...expected,
      caseId: expect.any(String),
      reasonRef: { ref, keyedHash: expect.any(String), chars: 9 },
    });
  });

  it.each([
    ['classify', histories.registered, { keyId: 'supervisor-1' }, [403, 'role-not-allowed']],
    ['classify', histories.dispatched, {}, [403, 'role-not-allowed']],
    ['classify', histories.registered, { path: uuidOf(999) }, [404, 'case-not-found']],
    ['classify', histories.feedbackSubmitted, {}, [409, 'illegal-transition']],
    ['classify', histories.closed, {}, [409, 'case-closed']],
    ['classify', histories.accepted, { headers: { 'if-match': '"1"' } }, [412, 'version-conflict']],
    ['classify', histories.registered, { body: { ...cover, categoryCode: 'C9999' } }, [422, 'unknown-category']],
    ['classify', histories.registered, { body: { ...cover, accusedUnitIds: ['MOON'] } }, [422, 'unknown-unit']],
    ['classify', histories.registered, { body: { ...cover, tags: ['13800000000'] } }, [422, 'identity-in-code']],
    ['classify', histories.registered, { body: { ...cover, grade: 'HUGE' } }, [400, 'invalid-request']],
    ['classify', histories.registered, { body: { ...cover, colour: 'red' } }, [400, 'invalid-request']],
    ['classify', histories.registered, { path: 'not-a-uuid' }, [400, 'invalid-request']],
    ['accept', histories.registered, { body: { disposition: 'DISPATCH' } }, [409, 'classification-required']],
    ['accept', histories.accepted, {}, [409, 'illegal-transition']],
    ['accept', histories.closed, {}, [409, 'case-closed']],
    ['accept', histories.registered, { keyId: 'dispatcher-1' }, [403, 'role-not-allowed']],
    ['accept', histories.registered, { path: uuidOf(999) }, [404, 'case-not-found']],
    ['accept', histories.registered, { headers: { 'if-match': '"0"' } }, [412, 'version-conflict']],
    ['accept', histories.registered, { body: { ...acceptance, disposition: 'LATER' } }, [400, 'invalid-request']],
    [
      'accept',
      histories.registered,
      { body: { ...acceptance, classification: { ...cover, matterKind: 'EVENT' } } },
      [422, 'unknown-category'],
    ],
  ] as const)('%s is refused and leaves nothing (%#)', async (verb, history, asked, expected) => {
    const { answer, appended } = await give(verb, history, asked);
    expect([answer.status, codeOf(answer), appended]).toEqual([...expected, []]);
  });

  it('is not taken from a stranger', async () => {
    const { caseId } = await service.given(...histories.registered);
    const answer = await service.stranger().post(`/v1/intake/cases/${caseId}/accept`, acceptance);
    expect([answer.status, codeOf(answer)]).toEqual([401, 'not-authenticated']);
  });

  it('is done once by its key', async () => {
    const { caseId } = await service.given(...histories.registered);
    const accept = () =>
      service.as('clerk-1').post(`/v1/intake/cases/${caseId}/accept`, acceptance, { 'idempotency-key': caseId });
    const [first, second] = [await accept(), await accept()];
    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotent-replayed']).toBe('true');
    expect(await service.events(caseId)).toHaveLength(3);
  });
});

describe('a case as GET shows it', () => {
  it('is its canonical bytes, the same for everyone who may see it', async () => {
    const { caseId } = await service.given(...histories.inHandling);
    const path = `/v1/intake/cases/${caseId}`;
    const answer = await service.as('zjj-handler-1').get(path);
    expect([answer.status, answer.headers['etag']]).toEqual([200, '"6"']);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.text).toMatch(/^\{"assignments":\[\{"assignmentId":/);
    expect((await service.as('auditor-1').get(path)).text).toBe(answer.text);
  });

  it.each(['zfj-handler-1', 'grid-worker-2', 'lvsuo-liaison-1'])('is not there for %s', async (keyId) => {
    const place = { regionCode: '530303004001', gridCode: '5303030040014B002' };
    const { caseId } = await service.given(told('CaseRegistered', { place, reporterId: 'clerk-1' }));
    const answer = await service.as(keyId).get(`/v1/intake/cases/${caseId}`);
    expect([answer.status, codeOf(answer)]).toEqual([404, 'case-not-found']);
  });

  it('is not there for another tenant', async () => {
    const { caseId } = await service.given(...histories.registered);
    const answer = await service.as('demo2-clerk-1', 'demo2').get(`/v1/intake/cases/${caseId}`);
    expect([answer.status, codeOf(answer)]).toEqual([404, 'case-not-found']);
  });
});

/** Registers a case by HTTP, as a grid worker. */
async function register(more: object): Promise<string> {
  const answer = await service.as('grid-worker-1').post('/v1/intake/cases', { ...report, ...more });
  return answer.json<{ caseId: string }>().caseId;
}

const at = (lat: number) => ({ ...report.place, position: { lng: 103.8301, lat, datum: 'WGS84', accuracyM: 5 } });
const suspectedIn = (caseId: string) =>
  service.eventually(
    () => service.events(caseId),
    (events) => events.some(({ type }) => type === 'DuplicateSuspected'),
  );

describe('the search for duplicates', () => {
  it('names an open case on the same spot, once', async () => {
    const first = await register({ place: at(25.6111) });
    const second = await register({ place: at(25.6113) });
    const events = await suspectedIn(second);
    const candidates = [{ caseId: first, rule: 'PLACE_TIME', distanceM: 22, hoursApart: 0 }];
    expect(events.map(({ type, data }) => ({ type, data })).slice(1)).toEqual([
      { type: 'DuplicateSuspected', data: { caseId: second, candidates } },
    ]);
  });

  it('names a case once, though it is woken twice', async () => {
    await register({ place: at(25.62) });
    const second = await register({ place: at(25.6201) });
    const { length } = await suspectedIn(second);
    const actor = { kind: 'SYSTEM', ref: 'intake.find-duplicates', role: 'SYSTEM' } as const;
    await service.app
      .get(CommandBus)
      .execute(new FindDuplicates({ caseId: second }, commandMeta({ actor, commandId: newId() })));
    expect(await service.events(second)).toHaveLength(length);
  });

  it('finds nothing new when it is woken again by an old report', async () => {
    const first = await register({ place: at(25.63) });
    const second = await register({ place: at(25.6301) });
    await suspectedIn(second);
    const [registered] = await service.events(first);
    const again = findDuplicatesOn.commandFor(registered as RecordedEvent, service.ledger.now());
    await service.app.get(CommandBus).execute(again as FindDuplicates);
    expect(await service.events(first)).toHaveLength(1);
  });

  it('finds by the class what the report did not say', async () => {
    const first = await register({ place: at(25.65) });
    const second = await register({ place: at(25.6501), suggestedCategory: undefined });
    await service.as('clerk-1').post(`/v1/intake/cases/${second}/classify`, cover);
    const events = await suspectedIn(second);
    expect(events.at(-1)?.data).toMatchObject({ candidates: [{ caseId: first, rule: 'PLACE_TIME' }] });
  });
});

type Texts = Readonly<Record<string, string>>;
const upload = async (file: Buffer | string, fields: Texts = {}, more: Texts = {}) => {
  const form = new FormData();
  form.set('file', new File([file], 'a.jpg'));
  Object.entries(fields).forEach(([name, value]) => form.set(name, value));
  const encoded = new Response(form);
  const headers = { ...more, 'content-type': encoded.headers.get('content-type') ?? '' };
  return service.as('zjj-handler-1').post('/v1/intake/attachments', Buffer.from(await encoded.arrayBuffer()), headers);
};

describe('an upload', () => {
  const photo = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(200, 7)]);

  it('is kept, with its hash and its type by content', async () => {
    const answer = await upload(photo);
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      attachmentId: expect.stringMatching(/^fil_/),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      mediaType: 'image/jpeg',
      bytes: 204,
    });
  });

  it.each([
    ['that is empty', '', {}, [422, 'attachment-empty']],
    ['of a type that is not taken', 'MZ this is a program, not a photo', {}, [415, 'unsupported-media-type']],
    ['that is not what was declared', photo, { sha256: 'a'.repeat(64) }, [422, 'attachment-hash-mismatch']],
    ['above its limit', Buffer.concat([photo, randomBytes(20 * 1024 * 1024)]), {}, [413, 'attachment-too-large']],
    ['with a field that is not known', photo, { title: 'x' }, [400, 'invalid-request']],
  ])('is refused %s', async (_, file, fields, expected) => {
    const answer = await upload(file, fields);
    expect([answer.status, codeOf(answer)]).toEqual(expected);
  });

  it('is the same file when the same key brings the same bytes', async () => {
    const key = { 'idempotency-key': newId() };
    const [first, again] = [await upload(photo, {}, key), await upload(photo, {}, key)];
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect([first, again].map(({ headers }) => headers['idempotent-replayed'])).toEqual([undefined, 'true']);
  });

  it('is refused when the same key brings other bytes', async () => {
    const key = { 'idempotency-key': newId() };
    await upload(photo, {}, key);
    const answer = await upload(Buffer.concat([photo, photo]), {}, key);
    expect([answer.status, codeOf(answer)]).toEqual([422, 'idempotency-key-reused']);
  });

  it('is no JSON', async () => {
    const answer = await service.as('clerk-1').post('/v1/intake/attachments', {});
    expect([answer.status, codeOf(answer)]).toEqual([415, 'unsupported-media-type']);
  });
});

const table = (codeSystemVersion: string, ...codes: object[]) => ({ codeSystemVersion, codes });

describe('a code system', () => {
  const path = '/v1/intake/code-systems/HALL-MATTER';
  const entry = { code: 'HALL_1', name: '大厅事项', matterKind: 'SERVICE' };
  const publish = (body: object, keyId = 'admin-1') => service.as(keyId).post(path, body);

  it('is published as a whole, and its newest version is in force', async () => {
    const first = await publish(table('1', entry));
    const second = await publish(table('2', entry, { ...entry, code: 'HALL_2' }));
    expect([first.status, first.headers['location'], second.body]).toEqual([
      201,
      path,
      {
        version: 2,
        count: 2,
        contentHash: expect.any(String),
        validFrom: null,
        position: expect.any(Number),
        events: [{ eventId: expect.any(String), type: 'CodeSystemPublished', version: 2 }],
      },
    ]);
    const shown = await service.as('clerk-1').get(path);
    expect(shown.body).toEqual({
      inForce: {
        version: 2,
        codeSystemVersion: '2',
        validFrom: null,
        validTo: null,
        codeSystem: 'HALL-MATTER',
        codes: [
          { ...entry, conditions: [] },
          { ...entry, code: 'HALL_2', conditions: [] },
        ],
      },
      versions: [
        { version: 1, codeSystemVersion: '1', validFrom: null, validTo: null },
        { version: 2, codeSystemVersion: '2', validFrom: null, validTo: null },
      ],
    });
  });

  it('classifies from the moment of its publication on', async () => {
    await publish(table('3', { ...entry, code: 'HALL_3' }));
    const { caseId } = await service.given(...histories.registered);
    const body = { ...cover, codeSystem: 'HALL-MATTER', categoryCode: 'HALL_3', matterKind: 'SERVICE' };
    const answer = await service.as('clerk-1').post(`/v1/intake/cases/${caseId}/classify`, body);
    expect(answer.status).toBe(200);
  });

  it.each([
    ['by another role', table('9', entry), 'clerk-1', [403, 'role-not-allowed']],
    ['with a code twice', table('9', entry, entry), 'admin-1', [400, 'invalid-request']],
    [
      'with a matter kind that is not known',
      table('9', { ...entry, matterKind: 'X' }),
      'admin-1',
      [400, 'invalid-request'],
    ],
    ['without codes', { codeSystemVersion: '9' }, 'admin-1', [400, 'invalid-request']],
    ['with its name once more', { ...table('9', entry), codeSystem: 'X' }, 'admin-1', [400, 'invalid-request']],
  ])('is refused %s', async (_, body, keyId, expected) => {
    const answer = await publish(body, keyId);
    expect([answer.status, codeOf(answer)]).toEqual(expected);
  });

  it('is not there before its first version', async () => {
    const answer = await service.as('clerk-1').get('/v1/intake/code-systems/NOBODY-KNOWS');
    expect([answer.status, codeOf(answer)]).toEqual([404, 'not-found']);
  });
});

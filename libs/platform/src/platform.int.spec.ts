import { PassThrough } from 'node:stream';
import type { CommandMeta, Decided } from '@bihuan/kernel';
import { Refusal } from '@bihuan/kernel';
import { Body, Controller, Get, HttpCode, Module, Param, Post, Query } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsBoolean, IsIn, IsOptional, Length, ValidateNested } from 'class-validator';
import { type ApiKey, newApiKey } from './api-key.js';
import { TokenBucket } from './token-bucket.js';
import {
  Asks,
  type Caller,
  Callers,
  createApp,
  DecidedDto,
  decidedDto,
  EmptyDto,
  FreeText,
  IsInstant,
  IsUnitId,
  Meta,
  OpenToAll,
  PageQueryDto,
  PathIdPipe,
  Problem,
  WholeNumber,
} from './index.js';

const caseId = '0190b1f2-7a10-7c1e-9d39-2f6d0f6f2a11';
const event = { eventId: caseId, version: 3, position: 41, recordedAt: '2026-03-02T01:00:00.000Z', commandId: caseId };
const decided: Decided = {
  streamId: `case-${caseId}`,
  state: undefined,
  version: 3,
  position: 41,
  events: [{ type: 'DoorOpened', meta: { ...event, actor: { kind: 'STAFF', ref: 'clerk-1', role: 'CLERK' } } }],
  replayed: false,
  wasClaimed: false,
};
const shown = { caseId, caseNo: 'ZY-1', status: 'OPEN' };
const phone = '13800000000';

class SizeDto {
  @WholeNumber(1, 9)
  heightM: number;
}

class DoorDto {
  @IsUnitId()
  unitId: string;

  @FreeText(1, 5)
  reason: string;

  @IsOptional()
  @IsInstant()
  openedAt?: string;

  @IsOptional()
  @IsBoolean()
  wide?: boolean;

  @IsOptional()
  @IsIn(['RED', 'BLUE'])
  colour?: string;

  @IsOptional()
  @ArrayMaxSize(2)
  @ArrayUnique()
  @Length(1, 3, { each: true })
  keys?: string[];

  @IsOptional()
  @ValidateNested()
  @Type(() => SizeDto)
  size?: SizeDto;
}

const seen: CommandMeta[] = [];
const opened: string[] = [];
/** A request that is held: that its handler began, and that it may end. */
const holding = () => ({ began: Promise.withResolvers<void>(), mayEnd: Promise.withResolvers<void>() });
let held = holding();
const now = () => '2026-03-02T01:00:00.000Z';

@Controller('v1/doors')
class DoorController {
  @Post(':doorId/open')
  @HttpCode(200)
  open(@Param('doorId', PathIdPipe) doorId: string, @Body() door: DoorDto, @Meta() meta: CommandMeta): DecidedDto {
    seen.push(meta);
    opened.push(doorId);
    return decidedDto({ ...decided, streamId: doorId, replayed: door.colour === 'RED' }, shown);
  }

  @Post()
  make(@Body() nothing: EmptyDto, @Meta() meta: CommandMeta): DecidedDto {
    seen.push(meta);
    return decidedDto({ ...decided, state: nothing }, shown, `/v1/doors/${caseId}`);
  }

  @Post('hold')
  @HttpCode(200)
  async hold(@Meta() meta: CommandMeta): Promise<void> {
    seen.push(meta);
    held.began.resolve();
    await held.mayEnd.promise;
  }

  @Get()
  list(@Query() { limit, atLeast }: PageQueryDto, @Asks() { actor }: Caller): object {
    return { limit, atLeast, actor };
  }

  @Get('refuse/:kind')
  refuse(@Param('kind') kind: 'missing' | 'stale' | 'conflict' | 'forbidden' | 'invalid'): void {
    throw new Refusal(
      'DOOR_LOCKED',
      { kind, zh: '门已锁', en: 'The door is locked' },
      { doorNo: 7, allowed: ['KNOCK', 'RING'] },
    );
  }

  @Get('break')
  break(): void {
    throw new Error(`duplicate key (phone)=(${phone})`);
  }

  @Get('behind')
  behind(): void {
    throw new Problem('projection-behind');
  }

  @Get('open')
  @OpenToAll()
  openToAll(): object {
    return { isOpen: true };
  }
}

const keyNamed = (keyId: string, told: Partial<ApiKey> = {}): { token: string; key: ApiKey } => {
  const { token, publicId, secretHash } = newApiKey();
  const bound = { unitId: null, staffId: null, gridCodes: [], sourceSystems: [], expiresAt: null, revokedAt: null };
  return {
    token,
    key: { publicId, tenantId: 'zhanyi', keyId, secretHash, role: 'CLERK', rate: 2000, burst: 4000, ...bound, ...told },
  };
};
const clerk = keyNamed('clerk-1', { unitId: 'CENTRE', staffId: 'clerk-1' });
const integrator = keyNamed('integrator-1', { role: 'INTEGRATOR', sourceSystems: ['GRID_APP'] });
const slow = keyNamed('slow-1', { rate: 1, burst: 1 });
const expired = keyNamed('expired-1', { expiresAt: '2026-03-02T01:00:00.000Z' });
const revoked = keyNamed('revoked-1', { revokedAt: '2026-03-01T01:00:00.000Z' });
const keys = new Map([clerk, integrator, slow, expired, revoked].map(({ key }) => [key.publicId, key]));
const buckets = new Map<string, TokenBucket>();
const callers: Callers = {
  findKey: async (publicId) => keys.get(publicId),
  takeTokens: async ({ publicId, rate, burst }) => {
    const bucket = buckets.get(publicId) ?? new TokenBucket(rate, burst, performance.now());
    buckets.set(publicId, bucket);
    const { isAllowed, remaining } = bucket.take(performance.now());
    return { granted: isAllowed ? 1 : 0, remaining };
  },
  bodyKey: () => Buffer.alloc(32, 7),
};

@Module({
  controllers: [DoorController],
  providers: [{ provide: Callers, useValue: callers }],
})
class DoorModule {}

describe('the edge of an app', () => {
  let app: NestFastifyApplication;
  let log = '';
  const sink = new PassThrough().on('data', (chunk: Buffer) => (log += chunk.toString()));
  const door = { unitId: 'ZJJ', reason: '开门' };

  type Asked = { payload?: string | object | Buffer; headers?: Record<string, string>; method?: 'GET' | 'POST' };
  const ask = (url: string, { payload, headers = {}, method = payload === undefined ? 'GET' : 'POST' }: Asked = {}) =>
    app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${clerk.token}`, ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
  const openDoor = (payload: string | object | Buffer, headers: Record<string, string> = {}) =>
    ask(`/v1/doors/${caseId}/open`, { payload, headers });
  const lastMeta = async (headers: Record<string, string>, payload: object = door) => {
    await openDoor(payload, headers);
    return seen.at(-1);
  };
  const openRaw = (payload: string | Buffer) => openDoor(payload, { 'content-type': 'application/json' });
  const problem = async (answer: ReturnType<typeof ask>) => {
    const { statusCode, headers, json } = await answer;
    expect(headers['content-type']).toBe('application/problem+json');
    return [statusCode, json<{ code: string }>().code];
  };
  const faults = async (answer: ReturnType<typeof ask>) =>
    (await answer)
      .json<{ errors: { pointer: string; code: string }[] }>()
      .errors.map(({ pointer, code }) => [pointer, code]);

  beforeAll(async () => {
    app = await createApp(DoorModule, { clock: () => ({ now }), log: { level: 'debug', to: sink }, limitMs: 400 });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => app.close());

  describe('knows who asks', () => {
    it.each([
      ['without a credential', ''],
      ['with another scheme', 'Basic abc'],
      ['with a token that is none of ours', 'Bearer nobody'],
      ['with an unknown key', `Bearer ${newApiKey().token}`],
      ['with the secret of another key', `Bearer ${clerk.token.slice(0, 16)}${integrator.token.slice(16)}`],
      ['with an expired key', `Bearer ${expired.token}`],
      ['with a revoked key', `Bearer ${revoked.token}`],
    ])('answers 401 %s', async (_, authorization) => {
      const { statusCode, headers, json } = await ask('/v1/doors', { headers: { authorization } });
      expect([statusCode, headers['www-authenticate'], json()]).toEqual([
        401,
        'Bearer',
        {
          type: 'urn:bihuan:problem:not-authenticated',
          title: '未通过身份认证：请在 Authorization 头中提供有效密钥（Bearer）',
          status: 401,
          detail: '未通过身份认证：请在 Authorization 头中提供有效密钥（Bearer）',
          instance: '/v1/doors',
          code: 'not-authenticated',
        },
      ]);
    });

    it('answers 401 to a stranger before it reads a malformed body or tells whether there is such a path', async () => {
      const authorization = '';
      expect(await problem(openDoor('{', { authorization, 'content-type': 'application/json' }))).toEqual([
        401,
        'not-authenticated',
      ]);
      expect(await problem(ask('/v1/nowhere', { headers: { authorization } }))).toEqual([401, 'not-authenticated']);
    });

    it('answers 429 with the time to wait before it reads the body', async () => {
      const authorization = `Bearer ${slow.token}`;
      await openDoor(door, { authorization });
      const answer = await openDoor('{', { authorization, 'content-type': 'application/json' });
      const { 'retry-after': wait, ratelimit, 'ratelimit-policy': policy } = answer.headers;
      expect([answer.statusCode, wait, ratelimit, policy]).toEqual([429, '1', '"key";r=0;t=1', '"key";q=1;w=1']);
      expect(answer.json()).toMatchObject({ code: 'rate-limited', title: '请求过于频繁' });
    });

    it('tells each caller how much is left, and keeps answers out of caches', async () => {
      const { headers } = await ask('/v1/doors', { headers: { authorization: `Bearer ${integrator.token}` } });
      expect(headers['ratelimit-policy']).toBe('"key";q=4000;w=2');
      expect(headers['cache-control']).toBe('no-store');
    });

    it('lets everybody onto an open path', async () => {
      const { statusCode, json } = await ask('/v1/doors/open', { headers: { authorization: '' } });
      expect([statusCode, json()]).toEqual([200, { isOpen: true }]);
    });
  });

  describe('stamps a command', () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    it('with the actor, binding and trace of its caller', async () => {
      const authorization = `Bearer ${integrator.token}`;
      const traceparent = `00-${trace}-00f067aa0ba902b7-01`;
      expect(await lastMeta({ authorization, traceparent, 'if-match': '"3"' })).toEqual({
        tenantId: 'zhanyi',
        actor: { kind: 'INTEGRATOR', ref: 'integrator-1', role: 'INTEGRATOR' },
        binding: { gridCodes: [], sourceSystems: ['GRID_APP'] },
        at: '2026-03-02T01:00:00.000Z',
        correlationId: trace,
        commandId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        expectedVersion: 3,
      });
    });

    it('with the staff account and unit of a key that has them', async () => {
      expect((await lastMeta({}))?.actor).toEqual({ kind: 'STAFF', ref: 'clerk-1', unitId: 'CENTRE', role: 'CLERK' });
    });

    it('with the idempotency key in its scope and a fingerprint that the order of fields does not change', async () => {
      const bare = await lastMeta({ 'idempotency-key': 'k-1' }, { unitId: 'ZJJ', reason: '开门' });
      const quoted = await lastMeta({ 'idempotency-key': '"k-1"' }, { reason: '开门', unitId: 'ZJJ' });
      expect(bare?.idempotencyKey?.key).toBe(`zhanyi/clerk-1/POST/v1/doors/${caseId}/open/k-1`);
      expect(quoted?.idempotencyKey).toEqual(bare?.idempotencyKey);
    });

    it('with another fingerprint for another body', async () => {
      const one = await lastMeta({ 'idempotency-key': 'k-2' });
      const other = await lastMeta({ 'idempotency-key': 'k-2' }, { ...door, reason: '关门' });
      expect(one?.idempotencyKey?.bodyHmac).not.toEqual(other?.idempotencyKey?.bodyHmac);
    });

    it.each([
      ['if-match', 'W/"3"'],
      ['if-match', '3'],
      ['idempotency-key', ''],
      ['idempotency-key', 'a b'],
      ['idempotency-key', 'k'.repeat(256)],
    ])('answers 400 for the header %s: %s', async (name, value) => {
      expect(await problem(openDoor(door, { [name]: value }))).toEqual([400, 'invalid-request']);
    });

    it('answers the trace and the request id it goes by', async () => {
      const { headers } = await openDoor(door, {
        traceparent: `00-${trace}-00f067aa0ba902b7-01`,
        'x-request-id': 'r-1',
      });
      expect(headers['x-request-id']).toBe('r-1');
      expect(headers['traceparent']).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-01$`));
    });
  });

  describe('answers a command', () => {
    it('with what it did and its ETag', async () => {
      const { statusCode, headers, json } = await openDoor(door);
      const events = [{ eventId: caseId, type: 'DoorOpened', version: 3 }];
      expect([statusCode, headers['etag'], headers['idempotent-replayed']]).toEqual([200, '"3"', undefined]);
      expect(json()).toEqual({ caseId, caseNo: 'ZY-1', version: 3, status: 'OPEN', position: 41, events });
    });

    it('with the mark of a replay', async () => {
      expect((await openDoor({ ...door, colour: 'RED' })).headers['idempotent-replayed']).toBe('true');
    });

    it.each([
      ['an empty object', '{}'],
      ['no body', ''],
    ])('with 201 and the address of what it made, given %s', async (_, payload) => {
      const { statusCode, headers } = await ask('/v1/doors', {
        payload,
        headers: { 'content-type': 'application/json' },
      });
      expect([statusCode, headers['location'], headers['etag']]).toEqual([201, `/v1/doors/${caseId}`, '"3"']);
    });

    it('takes a command without fields that has no body at all', async () => {
      expect((await ask('/v1/doors', { method: 'POST' })).statusCode).toBe(201);
    });

    it('with 409 while the same key is still running, and decides anew when it is done', async () => {
      held = holding();
      const headers = { 'idempotency-key': 'held' };
      const first = ask('/v1/doors/hold', { method: 'POST', headers });
      await held.began.promise;
      expect(await problem(ask('/v1/doors/hold', { method: 'POST', headers }))).toEqual([409, 'request-in-progress']);
      held.mayEnd.resolve();
      expect((await first).statusCode).toBe(200);
      expect((await ask('/v1/doors/hold', { method: 'POST', headers })).statusCode).toBe(200);
    });

    it('with 503 when it takes too long, and holds its key until its handler ends', async () => {
      held = holding();
      const headers = { 'idempotency-key': 'late' };
      expect(await problem(ask('/v1/doors/hold', { method: 'POST', headers }))).toEqual([503, 'service-unavailable']);
      expect(await problem(ask('/v1/doors/hold', { method: 'POST', headers }))).toEqual([409, 'request-in-progress']);
      held.mayEnd.resolve();
    });
  });

  describe('refuses a malformed body', () => {
    it.each([
      ['JSON that breaks off', '{"unitId":', 'malformed-json', ''],
      ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'invalid-utf8', ''],
      ['a list', '[]', 'object-expected', ''],
      ['null', 'null', 'object-expected', ''],
      ['depth beyond measure', `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`, 'too-deep', `/a${'/0'.repeat(32)}`],
      ['a key to the prototype', '{"size":{"__proto__":{"x":1}}}', 'forbidden-key', '/size/__proto__'],
      ['a control character', '{"a~/b":"x\\u0000y"}', 'control-character', '/a~0~1b'],
      ['a lone surrogate', '{"reason":"\\ud800"}', 'lone-surrogate', '/reason'],
      ['a number beyond exactness', '{"size":{"heightM":1e999}}', 'number-out-of-range', '/size/heightM'],
    ])('%s', async (_, payload, code, pointer) => {
      const answer = await openRaw(payload);
      expect(answer.statusCode).toBe(400);
      expect(answer.json()).toMatchObject({ code: 'invalid-request', errors: [{ pointer, code }] });
    });

    it('of more than 1 MiB with 413', async () => {
      const large = openRaw(`{"reason":"${'x'.repeat(1024 * 1024)}"}`);
      expect(await problem(large)).toEqual([413, 'payload-too-large']);
    });

    it.each([
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/json; charset=gbk',
      'application/problem+json',
    ])('of type %s with 415', async (type) => {
      expect(await problem(openDoor('{}', { 'content-type': type }))).toEqual([415, 'unsupported-media-type']);
    });

    it.each(['gzip', 'br', 'identity, gzip'])('that is encoded (%s) with 415', async (encoding) => {
      const encoded = openDoor(door, { 'content-encoding': encoding });
      expect(await problem(encoded)).toEqual([415, 'unsupported-media-type']);
    });

    it('but not one that says that it is not encoded', async () => {
      expect((await openDoor(door, { 'content-encoding': 'Identity' })).statusCode).toBe(200);
    });
  });

  describe('holds a request to its schema', () => {
    it.each([
      ['a field that is missing', { reason: '开门' }, '/unitId', 'required'],
      ['a field nobody knows', { ...door, dueAt: 1 }, '/dueAt', 'unknown-field'],
      ['an id out of form', { ...door, unitId: '住建局' }, '/unitId', 'unit-id-expected'],
      ['a text that is too long in characters', { ...door, reason: '𠮷'.repeat(6) }, '/reason', 'length'],
      ['a blank text', { ...door, reason: '  ' }, '/reason', 'length'],
      ['a number for a text', { ...door, reason: 5 }, '/reason', 'length'],
      ['a day that does not exist', { ...door, openedAt: '2025-02-30T00:00:00Z' }, '/openedAt', 'instant-expected'],
      ['an instant without offset', { ...door, openedAt: '2025-02-20T00:00:00' }, '/openedAt', 'instant-expected'],
      ['a word for a flag', { ...door, wide: 'true' }, '/wide', 'boolean-expected'],
      ['a value out of its list', { ...door, colour: 'GREEN' }, '/colour', 'not-in-list'],
      ['too many items', { ...door, keys: ['a', 'b', 'c'] }, '/keys', 'too-many'],
      ['an item twice', { ...door, keys: ['a', 'a'] }, '/keys', 'duplicate'],
      ['a number out of its range, inside', { ...door, size: { heightM: 10 } }, '/size/heightM', 'too-large'],
      ['no object where one belongs', { ...door, size: 'tall' }, '/size', 'object-expected'],
      ['a list where an object belongs', { ...door, size: [] }, '/size', 'object-expected'],
      ['a list of what belongs there alone', { ...door, size: [{ heightM: 1 }] }, '/size', 'object-expected'],
      ['a field named as every object has one', { ...door, toString: 'x' }, '/toString', 'unknown-field'],
      ['such a field inside', { ...door, size: { heightM: 1, valueOf: 1 } }, '/size/valueOf', 'unknown-field'],
    ])('refuses %s', async (_, payload, pointer, code) => {
      expect(await faults(openDoor(payload))).toEqual([[pointer, code]]);
    });

    it('says in Chinese what is wrong, in English on demand', async () => {
      const bad = { ...door, keys: ['a', 'b', 'c'], colour: 'GREEN' };
      const inChinese = (await openDoor(bad)).json<{ errors: object[] }>();
      const inEnglish = (await openDoor(bad, { 'accept-language': 'de, en;q=0.8, zh;q=0.5' })).json<{
        errors: object[];
      }>();
      expect(inChinese.errors).toEqual([
        { pointer: '/colour', code: 'not-in-list', detail: '须为下列之一：RED, BLUE' },
        { pointer: '/keys', code: 'too-many', detail: '至多 2 项' },
      ]);
      expect(inEnglish.errors).toEqual([
        { pointer: '/colour', code: 'not-in-list', detail: 'must be one of: RED, BLUE' },
        { pointer: '/keys', code: 'too-many', detail: 'must have at most 2 items' },
      ]);
    });

    it('takes null for absent', async () => {
      expect((await openDoor({ ...door, size: null, wide: null })).statusCode).toBe(200);
    });

    it('reads the numbers of a query, with their defaults', async () => {
      const actor = { kind: 'STAFF', ref: 'clerk-1', unitId: 'CENTRE', role: 'CLERK' };
      expect((await ask('/v1/doors?atLeast=7')).json()).toEqual({ limit: 50, atLeast: 7, actor });
    });

    it.each([
      ['/v1/doors?limit=201', '/limit', 'too-large', 'query'],
      ['/v1/doors?limit=5&limit=6', '/limit', 'integer-expected', 'query'],
      ['/v1/doors?page=2', '/page', 'unknown-field', 'query'],
      ['/v1/doors?constructor=1', '/constructor', 'unknown-field', 'query'],
      ['/v1/doors?__proto__=1', '/__proto__', 'unknown-field', 'query'],
      ['/v1/doors?toString=1', '/toString', 'unknown-field', 'query'],
      ['/v1/doors?cursor=%00', '/cursor', 'control-character', 'query'],
    ])('refuses the query of %s', async (url, pointer, code, place) => {
      const { errors } = (await ask(url)).json<{ errors: { pointer: string }[] }>();
      expect(errors.find((error) => error.pointer === pointer)).toMatchObject({ code, in: place });
    });

    it('refuses a path whose id is none', async () => {
      const answer = await ask('/v1/doors/7/open', { payload: door, headers: { 'accept-language': 'en' } });
      expect([answer.statusCode, answer.json()]).toMatchObject([
        400,
        { errors: [{ pointer: '/doorId', in: 'path', code: 'uuid-expected', detail: 'must be a UUID' }] },
      ]);
    });

    it('knows an id of the path in capital letters too', async () => {
      const asked = await ask(`/v1/doors/${caseId.toUpperCase()}/open`, { payload: door });
      expect([asked.statusCode, opened.at(-1)]).toEqual([200, caseId]);
    });

    it('refuses a path that is no URL', async () => {
      expect(await problem(ask('/v1/doors/%zz/open', { payload: door }))).toEqual([400, 'invalid-request']);
    });
  });

  describe('tells problems', () => {
    it.each([
      ['missing', 404],
      ['stale', 412],
      ['conflict', 409],
      ['forbidden', 403],
      ['invalid', 422],
    ])('a refusal that is %s is %i', async (kind, status) => {
      expect(await problem(ask(`/v1/doors/refuse/${kind}`))).toEqual([status, 'door-locked']);
    });

    it('a refusal with its values, in words and as members', async () => {
      expect((await ask('/v1/doors/refuse/conflict?x=1', { headers: { 'accept-language': 'en' } })).json()).toEqual({
        type: 'urn:bihuan:problem:door-locked',
        title: 'The door is locked',
        status: 409,
        detail: 'The door is locked (doorNo: 7; allowed: KNOCK, RING)',
        instance: '/v1/doors/refuse/conflict',
        code: 'door-locked',
        doorNo: 7,
        allowed: ['KNOCK', 'RING'],
      });
    });

    it('an address where there is nothing', async () => {
      expect(await problem(ask('/v1/nowhere'))).toEqual([404, 'not-found']);
    });

    it('a list that is behind, with the time to wait', async () => {
      const { statusCode, headers } = await ask('/v1/doors/behind');
      expect([statusCode, headers['retry-after']]).toEqual([503, '1']);
    });

    it('a fault of ours without a word about it, and logs once where it was, not what it says', async () => {
      log = '';
      const answer = await ask('/v1/doors/break');
      expect(answer.json()).toEqual({
        type: 'urn:bihuan:problem:internal',
        title: '服务器内部错误',
        status: 500,
        detail: '服务器内部错误',
        instance: '/v1/doors/break',
        code: 'internal',
      });
      const lines = log
        .trim()
        .split('\n')
        .map((line): unknown => JSON.parse(line));
      expect(lines).toEqual([
        expect.objectContaining({
          level: 'error',
          code: 'internal',
          correlationId: expect.stringMatching(/^[0-9a-f]{32}$/),
          err: { type: 'Error', at: expect.arrayContaining([expect.stringMatching(/platform\.int\.spec/)]) },
        }),
      ]);
      expect(log).not.toContain('duplicate');
    });
  });

  describe('writes a line for each request', () => {
    it('with the route, the outcome and who asked', async () => {
      log = '';
      await openDoor({ ...door, colour: 'GREEN' }, { 'x-request-id': 'r-2' });
      expect(JSON.parse(log)).toMatchObject({
        level: 'info',
        method: 'POST',
        route: '/v1/doors/:doorId/open',
        status: 400,
        tenant: 'zhanyi',
        actor: 'clerk-1',
        role: 'CLERK',
        requestId: 'r-2',
        code: 'invalid-request',
        msg: 'request',
      });
    });

    it('without a number that came in body, path, query or header', async () => {
      log = '';
      await openDoor({ ...door, reason: phone });
      await openDoor({ ...door, [phone]: phone }, { 'x-request-id': phone, 'user-agent': phone });
      await ask(`/v1/doors?cursor=${phone}`);
      await ask(`/v1/${phone}`);
      expect(log).toContain('"msg":"request"');
      expect(log).not.toContain(phone);
    });
  });
});

import { KeyReused, LedgerUnavailable, StreamBusy } from '@bihuan/event-store';
import { Refusal } from '@bihuan/kernel';
import { edgeCodes } from './problem-codes.js';
import { badHeader, problemAnswer } from './problem.js';

const answer = (error: unknown) => problemAnswer(error, 'en', '/v1/x');

describe('the problem of an error', () => {
  it.each([
    [new StreamBusy('case-1'), 503, 'case-busy', 1],
    [new LedgerUnavailable('away'), 503, 'service-unavailable', 1],
    [new KeyReused('k', 'case-1'), 422, 'idempotency-key-reused', undefined],
    [Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), 503, 'service-unavailable', 1],
    [Object.assign(new Error('shutting down'), { code: '57P01' }), 503, 'service-unavailable', 1],
    [new Error('Connection terminated unexpectedly'), 503, 'service-unavailable', 1],
    [new Error('Client was closed and is not queryable'), 503, 'service-unavailable', 1],
    [new Error('Query read timeout'), 503, 'service-unavailable', 1],
    [Object.assign(new Error('no route'), { code: 'ENETUNREACH' }), 503, 'service-unavailable', 1],
    [Object.assign(new Error('idled'), { code: '25P03' }), 503, 'service-unavailable', 1],
    [Object.assign(new Error('duplicate key'), { code: '23505' }), 500, 'internal', undefined],
    [Object.assign(new Error('too large'), { statusCode: 413 }), 413, 'payload-too-large', undefined],
    [Object.assign(new Error('long'), { statusCode: 414 }), 414, 'uri-too-long', undefined],
    [Object.assign(new Error('teapot'), { statusCode: 418 }), 500, 'internal', undefined],
    [new TypeError('a bug'), 500, 'internal', undefined],
    ['thrown text', 500, 'internal', undefined],
    [undefined, 500, 'internal', undefined],
  ])('%s', (error, status, code, retryAfterS) => {
    const told = answer(error);
    expect([told.status, told.body.code, told.retryAfterS]).toEqual([status, code, retryAfterS]);
  });

  it('is never overwritten by a value of the same name', () => {
    const refusal = new Refusal(
      'DOOR_LOCKED',
      { kind: 'conflict', zh: '门已锁', en: 'Locked' },
      { status: 7, code: 'x' },
    );
    expect(answer(refusal).body).toMatchObject({ status: 409, code: 'door-locked' });
  });

  it('tells values of every kind', () => {
    const values = { at: '2026-03-02T01:00:00.000Z', of: { a: 1 }, none: undefined };
    const refusal = new Refusal('DOOR_LOCKED', { kind: 'invalid', zh: '门已锁', en: 'Locked' }, values);
    expect(answer(refusal).body.detail).toBe('Locked (at: 2026-03-02T01:00:00.000Z; of: {"a":1}; none: null)');
  });

  it('names a header that cannot be read', () => {
    expect(answer(badHeader('If-Match', '坏', 'is bad')).body.errors).toEqual([
      { pointer: '/If-Match', in: 'header', code: 'malformed-header', detail: 'is bad' },
    ]);
  });
});

describe('the codes of the edge', () => {
  it('are kebab-case, and each says something in both languages', () => {
    const entries = Object.entries(edgeCodes);
    expect(entries.filter(([code]) => !/^[a-z]+(-[a-z]+)*$/.test(code))).toEqual([]);
    expect(entries.filter(([, { zh }]) => !/\p{Script=Han}/u.test(zh))).toEqual([]);
    expect(entries.filter(([, { en }]) => !/^[A-Z]/.test(en))).toEqual([]);
  });
});

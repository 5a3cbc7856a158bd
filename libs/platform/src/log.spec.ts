import { PassThrough } from 'node:stream';
import { newLog, safeText } from './log.js';

describe('the scanner of log lines', () => {
  it.each([
    ['{"a":"13800000000"}', '{"a":"[masked]"}'],
    ['{"a":"call 13800000000, please"}', '{"a":"call [masked], please"}'],
    ['{"a":13800000000}', '{"a":null}'],
    ['{"a":[13800000000,1]}', '{"a":[null,1]}'],
    ['{"a":"53030319900101123X"}', '{"a":"[masked]"}'],
  ])('makes %s %s', (line, safe) => {
    expect(safeText(line)).toBe(safe);
  });

  it.each([
    '{"time":1754551140000}',
    '{"traceId":"4bf92f3577b34da6a3ce13800000000a"}',
    '{"id":"0190b1f2-7a10-7c1e-9d39-138000000000"}',
    '{"a":"12800000000"}',
  ])('leaves %s alone', (line) => {
    expect(safeText(line)).toBe(line);
  });
});

describe('a log line', () => {
  let lines: string;
  const log = newLog({ to: new PassThrough().on('data', (chunk: Buffer) => (lines += chunk.toString())) });

  beforeEach(() => {
    lines = '';
  });

  it('tells what an error is, not what it carries', () => {
    const cause = new Error('away');
    const error = Object.assign(new TypeError('no', { cause }), {
      detail: 'a row of the table',
      row: { name: '王某' },
    });
    log.error({ err: error }, 'failed');
    expect(JSON.parse(lines)).toMatchObject({
      level: 'error',
      err: { type: 'TypeError', message: 'no', cause: { message: 'away' } },
    });
    expect(lines).not.toMatch(/row|王某/);
  });

  it('takes anything that was thrown', () => {
    log.error({ err: 'just words' });
    expect(JSON.parse(lines)).toMatchObject({ err: { type: 'string', message: 'just words' } });
  });

  it('hides a body and a credential that got there by mistake', () => {
    log.info({ request: { body: { name: '王某' }, headers: { authorization: 'Bearer bh_x' } }, token: 'bh_y' });
    expect(JSON.parse(lines)).toMatchObject({
      request: { body: '[redacted]', headers: '[redacted]' },
      token: '[redacted]',
    });
  });
});

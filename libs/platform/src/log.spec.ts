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

  it('tells what an error is and where it was thrown, not what it carries', () => {
    const cause = new Error('away from 王某');
    const error = Object.assign(new TypeError('invalid input: "玉林北路"', { cause }), {
      code: '22P02',
      detail: 'a row of the table',
      row: { name: '王某' },
    });
    log.error({ err: error }, 'failed');
    expect(JSON.parse(lines)).toMatchObject({
      level: 'error',
      err: { type: 'TypeError', code: '22P02', cause: { type: 'Error' } },
    });
    expect(lines).toMatch(/"at":\["at [^"]*log\.spec\.ts:\d+:\d+/);
    expect(lines).not.toMatch(/row|王某|玉林|away/);
  });

  it.each([
    ['a message that reads like a stack', new Error('no\n    at 王某 (x.ts:1:1)')],
    ['a message that was changed since', Object.assign(new Error('王某'), { message: 'other' })],
    ['a name and a code that are sentences', Object.assign(new Error(''), { name: '王某 is away', code: '王某' })],
    ['words that were thrown', '王某 is away'],
  ])('tells nothing of %s', (_, err) => {
    log.error({ err });
    log.error({ err, msg: 'failed' });
    expect(lines.match(/"msg":"[^"]*"/g)).toEqual(['"msg":"a fault"', '"msg":"failed"']);
    expect(lines).not.toMatch(/王某/);
    expect(lines).toMatch(/"err":\{"type":"(?:Error|string)"/);
  });

  it('tells nothing of an error that is all there is to a line', () => {
    log.error(new Error('王某'));
    expect(lines).not.toMatch(/王某/);
    expect(JSON.parse(lines)).toMatchObject({ msg: 'a fault', err: { type: 'Error' } });
  });

  it('hides a body and a credential that got there by mistake', () => {
    log.info({ request: { body: { name: '王某' }, headers: { authorization: 'Bearer bh_x' } }, token: 'bh_y' });
    expect(JSON.parse(lines)).toMatchObject({
      request: { body: '[redacted]', headers: '[redacted]' },
      token: '[redacted]',
    });
  });
});

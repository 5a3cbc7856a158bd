import { recorded } from '@bihuan/testing';
import { eventsAsOf } from './as-of.policy.js';

const at = (recordedAt: string) => ({ type: 'CaseSupplemented', data: {}, meta: { recordedAt } });
const history = recorded([
  at('2026-03-02T01:00:00.000Z'),
  at('2026-03-02T01:05:00.000Z'),
  at('2026-03-02T01:05:00.000Z'),
  at('2026-03-02T01:10:00.000Z'),
]);
const settledAt = '2026-03-02T01:09:50.000Z';
const versionsAt = (moment: Parameters<typeof eventsAsOf>[1], settled = settledAt) =>
  eventsAsOf(history, moment, settled).map(({ meta }) => meta.version);

describe('a case as it was', () => {
  it.each([
    ['the instant of its registration', { at: '2026-03-02T01:00:00.000Z' }, [1]],
    ['just before two events of one instant', { at: '2026-03-02T01:04:59.999Z' }, [1]],
    ['the instant of both', { at: '2026-03-02T01:05:00.000Z' }, [1, 2, 3]],
    ['an instant of the last 15 s that a newer event has closed', { at: '2026-03-02T01:09:59.999Z' }, [1, 2, 3]],
    ['the second version', { version: 2 }, [1, 2]],
    ['the newest version', { version: 4 }, [1, 2, 3, 4]],
  ])('holds at %s what stood then', (_, moment, versions) => {
    expect(versionsAt(moment)).toEqual(versions);
  });

  it('is known at the instant of its newest event once 15 s have passed', () => {
    expect(versionsAt({ at: '2026-03-02T01:10:00.000Z' }, '2026-03-02T01:10:00.000Z')).toEqual([1, 2, 3, 4]);
  });

  it.each([
    ['the instant of its newest event, 10 s ago', { at: '2026-03-02T01:10:00.000Z' }, 'AS_OF_TOO_RECENT'],
    ['an instant to come', { at: '2027-01-01T00:00:00.000Z' }, 'AS_OF_TOO_RECENT'],
    ['an instant before its registration', { at: '2026-03-02T00:59:59.999Z' }, 'CASE_NOT_FOUND'],
    ['a version that is not there yet', { version: 5 }, 'CASE_NOT_FOUND'],
  ])('is refused at %s', (_, moment, code) => {
    expect(() => versionsAt(moment)).toThrow(expect.objectContaining({ code }));
  });

  it('does not exist when nobody registered it, however recent the instant', () => {
    expect(() => eventsAsOf([], { at: '2026-03-02T01:10:00.000Z' }, settledAt)).toThrow(
      expect.objectContaining({ code: 'CASE_NOT_FOUND' }),
    );
  });
});

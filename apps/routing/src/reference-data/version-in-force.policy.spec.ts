import { versionInForce } from './version-in-force.policy.js';

const first = { key: 'default', version: 1 };
const second = { key: 'default', version: 2, validFrom: '2025-08-07' };
const third = { key: 'default', version: 3, validFrom: '2026-01-01' };

describe('the version in force', () => {
  it.each([
    ['the first, before the second begins', '2025-08-06', first],
    ['the second, on its first day', '2025-08-07', second],
    ['the newest that has begun', '2026-01-01', third],
  ])('is %s', (_, today, version) => {
    expect(versionInForce([first, second, third], today)).toBe(version);
  });

  it('is the one published last, when a later day was published before it', () => {
    const correction = { key: 'default', version: 4, validFrom: '2025-01-01' };
    expect(versionInForce([first, third, correction], '2026-02-01')).toBe(correction);
  });

  it('is none before anything is published', () => {
    expect(versionInForce([], '2025-08-07')).toBeUndefined();
  });

  it('is none after the last day of a retired list: the one before it does not come back', () => {
    const retired = { ...second, validTo: '2025-12-31' };
    expect(versionInForce([first, retired], '2025-12-31')).toBe(retired);
    expect(versionInForce([first, retired], '2026-01-01')).toBeUndefined();
  });
});

import { caseFold } from '@bihuan/case';
import { foldStream } from '@bihuan/kernel';
import { demoReference, histories, recorded, told, type Told } from '@bihuan/testing';
import { keptBy } from './retention.policy.js';

const { settings } = demoReference();
const stateOf = (history: readonly Told[]) => foldStream(caseFold, recorded(history));
const closed = stateOf(histories.closed);
const petition = stateOf([told('CaseRegistered', { channel: 'PETITION' }), ...histories.closed.slice(1)]);
const refused = { ...closed, status: 'NOT_ACCEPTED' } as const;
const days = { ...settings, retention: { ...settings.retention, CASE: { amount: 90, unit: 'DAY' } } } as const;

describe('the data of a complainant', () => {
  it.each([
    ['for the person', 'SUBJECT_REQUEST'],
    ['by an order', 'ORDER'],
    ['by the end of its class', 'RETENTION'],
  ] as const)('stays while the case is open, though it is to be erased %s', (_, cause) => {
    expect(keptBy(stateOf(histories.inHandling), cause, settings, '2099-01-01T00:00:00.000Z')).toBe('CASE_OPEN');
  });

  it.each(['SUBJECT_REQUEST', 'ORDER'] as const)('goes once the case is closed, by %s', (cause) => {
    expect(keptBy(closed, cause, settings, '2026-03-02T00:00:01.000Z')).toBeUndefined();
  });

  // All were closed at 2026-03-02T00:00:00.000Z.
  it.each([
    ['five years of a case', closed, settings, ['2031-03-01T23:59:59.999Z', '2031-03-02T00:00:00.000Z']],
    ['ten years of a petition', petition, settings, ['2036-03-01T23:59:59.999Z', '2036-03-02T00:00:00.000Z']],
    [
      'two years of a request not accepted',
      refused,
      settings,
      ['2028-03-01T23:59:59.999Z', '2028-03-02T00:00:00.000Z'],
    ],
    ['days that a tenant has set', closed, days, ['2026-05-30T23:59:59.999Z', '2026-05-31T00:00:00.000Z']],
  ])('is kept for the %s, and no instant longer', (_, state, set, lastAndNext) => {
    expect(lastAndNext.map((now) => keptBy(state, 'RETENTION', set, now))).toEqual(['RETENTION', undefined]);
  });
});

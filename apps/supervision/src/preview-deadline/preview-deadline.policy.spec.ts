import { demoReference, referenceData } from '@bihuan/testing';
import { InvalidLimit } from '@bihuan/working-time';
import { limitOf, previewDeadline } from './preview-deadline.policy.js';

const START = '2025-08-07T07:19:00.000Z';
const twoDays = { rule: 'WHOLE_WORKING_DAYS', amount: 2, unit: 'DAY' } as const;

describe('trying out a limit', () => {
  it('says when it would end, and counts up how (V01)', () => {
    expect(previewDeadline(START, twoDays, 'CN-STATE', demoReference(START))).toEqual({
      dueAt: '2025-08-11T16:00:00.000Z',
      calendarVersion: 2,
      provisional: false,
      steps: [
        { from: START, to: '2025-08-07T16:00:00.000Z', kind: 'START_DAY', amountAfter: 0 },
        { from: '2025-08-07T16:00:00.000Z', to: '2025-08-08T16:00:00.000Z', kind: 'COUNTED', amountAfter: 1 },
        { from: '2025-08-08T16:00:00.000Z', to: '2025-08-10T16:00:00.000Z', kind: 'SKIPPED_WEEKEND', amountAfter: 1 },
        { from: '2025-08-10T16:00:00.000Z', to: '2025-08-11T16:00:00.000Z', kind: 'COUNTED', amountAfter: 2 },
      ],
    });
  });

  it('counts by the tenant’s own calendar where none is named', () => {
    expect(previewDeadline(START, twoDays, undefined, demoReference(START)).dueAt).toBe('2025-08-11T16:00:00.000Z');
  });

  it('is refused where the calendar is not published', () => {
    expect(() => previewDeadline(START, twoDays, 'CN-STATE', referenceData({ calendars: new Map() }))).toThrow(
      expect.objectContaining({ code: 'CALENDAR_MISSING' }),
    );
    expect(() => previewDeadline(START, twoDays, 'MOON', demoReference(START))).toThrow(
      expect.objectContaining({ code: 'CALENDAR_MISSING' }),
    );
  });

  it('is no limit when it is longer than any', () => {
    expect(() => previewDeadline(START, { ...twoDays, amount: 3_651 }, undefined, demoReference(START))).toThrow(
      InvalidLimit,
    );
  });
});

describe('a limit as a caller writes it', () => {
  it.each([
    [
      { rule: 'WHOLE_WORKING_DAYS', amount: 2 },
      { rule: 'WHOLE_WORKING_DAYS', amount: 2 },
    ],
    [
      { rule: 'CALENDAR_DAYS', amount: 2, unit: 'DAY' },
      { rule: 'CALENDAR_DAYS', amount: 2, unit: 'DAY' },
    ],
    [
      { rule: 'ROLLING_WORKING_TIME', amount: 2, unit: 'DAY' },
      { rule: 'ROLLING_WORKING_TIME', amount: 2, unit: 'DAY' },
    ],
    [
      { rule: 'CONTINUOUS', amount: 2 },
      { rule: 'CONTINUOUS', amount: 2 },
    ],
    [
      { rule: 'UNTIL_DATE', until: '2025-08-09' },
      { rule: 'UNTIL_DATE', until: '2025-08-09' },
    ],
  ] as const)('counts %j', (written, limit) => {
    expect(limitOf(written)).toEqual(limit);
  });

  it.each([
    { rule: 'CONTINUOUS', amount: 2, unit: 'DAY' },
    { rule: 'WHOLE_WORKING_DAYS', amount: 2, unit: 'HOUR' },
  ] as const)('is none where the rule does not count in the unit: %j', (written) => {
    expect(limitOf(written)).toBeUndefined();
  });
});

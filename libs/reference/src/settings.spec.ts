import { settings } from './settings.js';

const workingDays = (amount: number) => ({ rule: 'WHOLE_WORKING_DAYS', amount });
const calendarDays = (amount: number) => ({ rule: 'CALENDAR_DAYS', amount });

describe('the settings of a tenant that says its code alone', () => {
  // domain/settings.md, whole.
  it('stand at the defaults of the rulebook', () => {
    expect(settings.parse({ tenantCode: 'ZY' })).toEqual({
      tenantCode: 'ZY',
      timeZone: 'Asia/Shanghai',
      utcOffset: '+08:00',
      workingHours: {
        segments: [
          { from: '08:00', to: '12:00' },
          { from: '14:00', to: '18:00' },
        ],
        seasons: [],
      },
      workingMinutesPerDay: 480,
      defaultCalendarId: 'CN-STATE',
      missingCalendar: 'PROVISIONAL',
      upstreamBuffer: { rule: 'ROLLING_WORKING_TIME', amount: 240 },
      pauseDuringReturnReview: false,
      returnWindow: workingDays(2),
      returnWindowEmergency: { rule: 'CONTINUOUS', amount: 30 },
      returnLimit: 3,
      reopenWindow: calendarDays(30),
      archiveAfter: calendarDays(30),
      appealWindow: workingDays(5),
      refusalWindow: calendarDays(30),
      mergeReverseWindow: calendarDays(30),
      diversionReceiptWithin: workingDays(5),
      directAnswerNatures: ['CONSULT', 'SUGGESTION', 'THANKS'],
      levelOfDirectAnswer: 'COUNTY',
      levelOfNoMatch: 'COUNTY',
      forbidPushDown: true,
      feedbackReviewSteps: ['CENTRE'],
      evidenceByMatterKind: { COMPONENT: ['PHOTO'], EVENT: ['PHOTO'], HAZARD: ['PHOTO'] },
      reworkOnDissatisfied: true,
      unreachableAttempts: 3,
      unreachableDays: 2,
      duplicateRadiusM: 50,
      duplicateHours: 24,
      triagePolicy: [],
      switches: { letters: false, cards: false, risk: false, ratings: false, points: false, agreements: false },
      retention: {
        CASE: { amount: 5, unit: 'YEAR' },
        PETITION_OR_AGREEMENT: { amount: 10, unit: 'YEAR' },
        RECORDING: { amount: 2, unit: 'YEAR' },
        ALARM_RAW: { amount: 90, unit: 'DAY' },
        NOT_HANDLED: { amount: 2, unit: 'YEAR' },
        ACCESS_RECORD: { amount: 3, unit: 'YEAR' },
        DRAFT: { amount: 24, unit: 'HOUR' },
      },
      subjectRequestWithin: workingDays(15),
      identityReadsPerHour: 30,
      identityReadsPerDay: 100,
      customerMessageQuota: 5,
    });
  });

  it('read their own answer again without a change', () => {
    const once = settings.parse({ tenantCode: 'ZY', switches: { cards: true } });
    expect(settings.parse(once)).toEqual(once);
  });
});

import { z } from 'zod';
import { channels, code, evidenceKinds, governanceLevels, grades, matterKinds, natures, urgencies } from './codes.js';
import type { Immutable } from './immutable.js';
import { duration, type Duration } from './limit.js';
import { segments, workingHours } from './working-hours.js';

const workingDays = (amount: number): Duration => ({ rule: 'WHOLE_WORKING_DAYS', amount });
const calendarDays = (amount: number): Duration => ({ rule: 'CALENDAR_DAYS', amount });

/** A request that fits is classified by its source's suggestion and accepted at once, without a clerk. */
const triageRule = z.strictObject({
  channels: z.array(z.enum(channels)).default([]),
  sourceSystems: z.array(code).default([]),
  natures: z.array(z.enum(natures)).default([]),
  /** Beginning of the suggested category; a request without a suggestion never fits. */
  codeSystem: code,
  categoryCode: code,
  matterKind: z.enum(matterKinds),
  grade: z.enum(grades).default('GENERAL'),
  urgency: z.enum(urgencies).default('ORDINARY'),
});

const retentionPeriod = z.strictObject({ amount: z.int().min(1), unit: z.enum(['HOUR', 'DAY', 'YEAR']) });

const off = z.boolean().default(false);
const switches = z.strictObject({ letters: off, cards: off, risk: off, ratings: off, points: off, agreements: off });

/** What is kept how long (domain/privacy.md §3), by class. */
const retention = z.strictObject({
  CASE: retentionPeriod.default({ amount: 5, unit: 'YEAR' }),
  PETITION_OR_AGREEMENT: retentionPeriod.default({ amount: 10, unit: 'YEAR' }),
  RECORDING: retentionPeriod.default({ amount: 2, unit: 'YEAR' }),
  ALARM_RAW: retentionPeriod.default({ amount: 90, unit: 'DAY' }),
  NOT_HANDLED: retentionPeriod.default({ amount: 2, unit: 'YEAR' }),
  ACCESS_RECORD: retentionPeriod.default({ amount: 3, unit: 'YEAR' }),
  DRAFT: retentionPeriod.default({ amount: 24, unit: 'HOUR' }),
});

const photo = ['PHOTO'] as const;

/** The settings of a tenant, one record, with the default of each (domain/settings.md). */
export const settings = z.strictObject({
  tenantCode: z.string().regex(/^[A-Z]{2,6}$/),
  timeZone: z.string().min(1).max(64).default('Asia/Shanghai'),
  utcOffset: z
    .string()
    .regex(/^[+-](?:0\d|1[0-4]):[0-5]\d$/)
    .default('+08:00'),
  workingHours: workingHours.default({
    segments: [
      { from: '08:00', to: '12:00' },
      { from: '14:00', to: '18:00' },
    ],
    seasons: [],
  }),
  workingMinutesPerDay: z.int().min(1).max(1440).default(480),
  defaultCalendarId: code.default('CN-STATE'),
  missingCalendar: z.enum(['PROVISIONAL', 'REFUSE']).default('PROVISIONAL'),
  upstreamBuffer: duration.default({ rule: 'ROLLING_WORKING_TIME', amount: 240 }),
  pauseDuringReturnReview: z.boolean().default(false),
  returnWindow: duration.default(workingDays(2)),
  returnWindowEmergency: duration.default({ rule: 'CONTINUOUS', amount: 30 }),
  returnLimit: z.int().min(1).default(3),
  reopenWindow: duration.default(calendarDays(30)),
  archiveAfter: duration.default(calendarDays(30)),
  appealWindow: duration.default(workingDays(5)),
  refusalWindow: duration.default(calendarDays(30)),
  mergeReverseWindow: duration.default(calendarDays(30)),
  diversionReceiptWithin: duration.default(workingDays(5)),
  directAnswerNatures: z.array(z.enum(natures)).default(['CONSULT', 'SUGGESTION', 'THANKS']),
  levelOfDirectAnswer: z.enum(governanceLevels).default('COUNTY'),
  levelOfNoMatch: z.enum(governanceLevels).default('COUNTY'),
  forbidPushDown: z.boolean().default(true),
  feedbackReviewSteps: z
    .array(z.enum(['UNIT', 'LEGAL', 'CENTRE']))
    .min(1)
    .default(['CENTRE']),
  evidenceByMatterKind: z
    .partialRecord(z.enum(matterKinds), z.array(z.enum(evidenceKinds)))
    .default({ COMPONENT: [...photo], EVENT: [...photo], HAZARD: [...photo] }),
  reworkOnDissatisfied: z.boolean().default(true),
  unreachableAttempts: z.int().min(1).default(3),
  unreachableDays: z.int().min(1).default(2),
  /** Absent: the working hours. */
  officeHours: segments.optional(),
  duplicateRadiusM: z.int().min(1).default(50),
  duplicateHours: z.int().min(1).default(24),
  /** Empty: a clerk accepts. */
  triagePolicy: z.array(triageRule).default([]),
  switches: switches.prefault({}),
  retention: retention.prefault({}),
  subjectRequestWithin: duration.default(workingDays(15)),
  identityReadsPerHour: z.int().min(1).default(30),
  identityReadsPerDay: z.int().min(1).default(100),
  customerMessageQuota: z.int().min(0).default(5),
});

export type Settings = Immutable<z.infer<typeof settings>>;
export type TriageRule = Settings['triagePolicy'][number];
export type RetentionClass = keyof Settings['retention'];

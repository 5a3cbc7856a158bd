import { z } from 'zod';
import { slaStage } from './enums.js';
import { count, date, instant, payload, round, unitId, uuid } from './field.js';
import { terms } from './terms.js';
import { textRef } from './text-ref.js';

const clock = { caseId: uuid, clockId: uuid };
const pauseCause = z.enum(['SUSPENSION', 'PRE_VERIFY', 'RETURN_REVIEW', 'FEEDBACK_REVIEW']);

/** Facts that only the supervision service may append. */
export const supervisionEvents = {
  SlaStarted: payload('计时开始: the limit is resolved here and never again.', {
    ...clock,
    stage: slaStage,
    assignmentId: uuid.optional(),
    round,
    byEventId: uuid,
    terms,
  }),
  SlaPaused: payload('计时暂停', {
    ...clock,
    cause: pauseCause,
    pausedAt: instant,
    usedMs: count
      .optional()
      .describe('Used until here: working time of a rolling limit, time of a continuous one; absent for whole days.'),
  }),
  SlaResumed: payload('恢复计时', {
    ...clock,
    cause: pauseCause,
    resumedAt: instant,
    dueAt: instant,
    lastDay: date.optional(),
    warnAt: z.array(instant),
  }),
  SlaDeadlineMoved: payload('时限变更: a pause moves it by its resumption alone.', {
    ...clock,
    oldDueAt: instant,
    newDueAt: instant,
    lastDay: date.optional(),
    warnAt: z.array(instant),
    cause: z.enum(['EXTENSION', 'CALENDAR_LOADED', 'URGENCY_UPGRADE', 'POLICY_CORRECTION', 'UPSTREAM_LIMIT']),
    calendarVersion: count,
    provisional: z.boolean(),
  }),
  SlaWarned: payload('预警', { ...clock, point: z.int().min(1), dueAt: instant }),
  SlaBreached: payload('超时: a fact for ever; an exemption only adds.', {
    ...clock,
    stage: slaStage,
    dueAt: instant,
    unitId: unitId.optional(),
  }),
  SlaBreachExplained: payload('超时说明', {
    ...clock,
    reasonCode: z.enum([
      'WEATHER',
      'MATERIALS',
      'FUNDS',
      'PROCEDURE',
      'THIRD_PARTY',
      'PARTY_ABSENT',
      'WORKLOAD',
      'OTHER',
    ]),
    explanationRef: textRef,
    nextMeasureRef: textRef,
    promisedOn: date,
  }),
  SlaStopped: payload('计时结束', {
    ...clock,
    outcome: z.enum(['MET', 'LATE', 'CANCELLED']),
    stoppedAt: instant,
    byEventId: uuid.describe('Of HANDLING: the submission that was finally approved.'),
  }),
};

import { z } from 'zod';
import { slaStage } from './enums.js';
import { count, date, instant, round, unitId, uuid } from './field.js';
import { terms } from './terms.js';
import { textRef } from './text-ref.js';

const clock = { caseId: uuid, clockId: uuid };
const pauseCause = z.enum(['SUSPENSION', 'PRE_VERIFY', 'RETURN_REVIEW', 'FEEDBACK_REVIEW']);

/** Facts that only the supervision service may append. */
export const supervisionEvents = {
  /** 计时开始: the limit is resolved here and never again. */
  SlaStarted: z.strictObject({
    ...clock,
    stage: slaStage,
    assignmentId: uuid.optional(),
    round,
    byEventId: uuid,
    terms,
  }),
  /** 计时暂停 */
  SlaPaused: z.strictObject({
    ...clock,
    cause: pauseCause,
    pausedAt: instant,
    /** Used until here: working time of a rolling limit, time of a continuous one; absent for whole days. */
    usedMs: count.optional(),
  }),
  /** 恢复计时 */
  SlaResumed: z.strictObject({
    ...clock,
    cause: pauseCause,
    resumedAt: instant,
    dueAt: instant,
    lastDay: date.optional(),
    warnAt: z.array(instant),
  }),
  /** 时限变更: a pause moves it by its resumption alone. */
  SlaDeadlineMoved: z.strictObject({
    ...clock,
    oldDueAt: instant,
    newDueAt: instant,
    lastDay: date.optional(),
    warnAt: z.array(instant),
    cause: z.enum(['EXTENSION', 'CALENDAR_LOADED', 'URGENCY_UPGRADE', 'POLICY_CORRECTION', 'UPSTREAM_LIMIT']),
    calendarVersion: count,
    provisional: z.boolean(),
  }),
  /** 预警 */
  SlaWarned: z.strictObject({ ...clock, point: z.int().min(1), dueAt: instant }),
  /** 超时: a fact for ever; an exemption only adds. */
  SlaBreached: z.strictObject({ ...clock, stage: slaStage, dueAt: instant, unitId: unitId.optional() }),
  /** 超时说明 */
  SlaBreachExplained: z.strictObject({
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
  /** 计时结束 */
  SlaStopped: z.strictObject({
    ...clock,
    outcome: z.enum(['MET', 'LATE', 'CANCELLED']),
    stoppedAt: instant,
    /** Of HANDLING: the submission that was finally approved. */
    byEventId: uuid,
  }),
};

export { CalendarMissing } from './calendar-missing.js';
export type { Calendar, CalendarYear, Segment, WorkingHours } from './calendar.js';
export { cnStateYears } from './cn-state.js';
export type { Count, Deadline } from './count.js';
export { deadline } from './deadline.js';
export { explain, type Step, type StepKind } from './explain.js';
export { extend } from './extension.js';
export { InvalidLimit, type InvalidLimitReason } from './invalid-limit.js';
export { MAX_LIMIT_DAYS } from './limit-amount.js';
export { CO_REPORT_SHARE, coReportDeadline, coReportLimit, reworkLimit } from './limit-share.js';
export type { CountingRule, Limit, LimitUnit } from './limit.js';
export { resume, type Pause } from './pause.js';
export {
  civilDateOf,
  dateAfter,
  instantAfter,
  isOfficeHours,
  isWorkingDay,
  msBetween,
  startOfDate,
  workingDaysBetween,
  workingMsBetween,
  type FixedZone,
} from './questions.js';
export {
  recount,
  recountForCalendar,
  recountForUrgency,
  type CalendarLoaded,
  type Extension,
  type History,
  type Move,
  type UrgencyUpgrade,
} from './recount.js';
export { lessUsed, usedDays, usedMs, type AnyPause, type Running } from './time-used.js';
export { withUpstreamLimit, type UpstreamDeadline, type UpstreamDemand } from './upstream-limit.js';
export { warnPoints } from './warn-points.js';

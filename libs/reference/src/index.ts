export {
  accountabilityItem,
  type AccountabilityItem,
  type AccountabilityItems,
  type AccountabilityList,
} from './accountability-list.js';
export { workingDaysPerMonth } from './calendar-faults.js';
export type { PublishedCalendarYear } from './calendar-year.js';
export { coversEntry, entryOf } from './category.js';
export { weekdayOf } from './civil-date.js';
export type { CodeEntry, CodeSystem } from './code-system.js';
export * from './codes.js';
export type { Grid, GridSet } from './grid.js';
export type { Immutable } from './immutable.js';
export { inForce, unitsAt, versionInForce } from './in-force.js';
export {
  examine,
  kinds,
  readDocument,
  type ContentOf,
  type DocumentOf,
  type Examined,
  type Publication,
  type PublishedDocument,
  type ReferenceKind,
  type VersionOfDocument,
} from './kinds.js';
export { duration, type Duration } from './limit.js';
export {
  calendarOf,
  isDepartmentDuty,
  isGrassroots,
  isPushDown,
  isUnder,
  regionOf,
  territoryUnits,
  type PlaceCodes,
} from './look-ups.js';
export type { Policies, Policy, PolicyLimit, PolicySelector, PolicySet } from './policy.js';
export { limitFor, type LimitBasis, type PolicyTerms } from './policy-limit.js';
export { couldTie, ITEM_PRECEDENCE, matchingPolicies, type PolicyFacts } from './policy-match.js';
export {
  PublishVersion,
  publishVersion,
  versionsFold,
  type Publishable,
  type PublishedFact,
  type ToldVersion,
  type VersionsState,
} from './publish-version.js';
export { rowFaultTexts, type RowFault, type RowFaultCode } from './row-fault.js';
export type { ReferenceData, ReferenceHistory } from './reference-data.js';
export { referenceCatalogue, type ReferenceEvent, type ReferenceEventType } from './reference.events.js';
export { isWithin, regionPart, townshipOf } from './region.js';
export type { RetentionClass, Settings, TriageRule } from './settings.js';
export type { Unit, UnitKind, UnitSet } from './unit.js';

import type { Calendar } from '@bihuan/working-time';
import type { AccountabilityList } from './accountability-list.js';
import type { CodeSystem } from './code-system.js';
import type { Grid } from './grid.js';
import type { PolicySet } from './policy.js';
import type { Settings } from './settings.js';
import type { Unit } from './unit.js';

/** What a tenant has published and is in force: pure values, so that a rule may look things up. */
export interface ReferenceData {
  readonly tenantId: string;
  /** Valid at the instant asked for only. */
  readonly units: ReadonlyMap<string, Unit>;
  readonly grids: ReadonlyMap<string, Grid>;
  /** By codeSystem, the version in force. */
  readonly codeSystems: ReadonlyMap<string, CodeSystem>;
  /** 确权清单; undefined before the first is published. */
  readonly accountabilityList: AccountabilityList | undefined;
  readonly policySet: PolicySet;
  /** By calendarId, with the tenant's working hours. */
  readonly calendars: ReadonlyMap<string, Calendar>;
  readonly settings: Settings;
}

/** What was in force for an event: what was published before it, and valid when it was recorded. */
export interface ReferenceHistory {
  inForceFor(event: { readonly position: number; readonly recordedAt: string }): ReferenceData;
}

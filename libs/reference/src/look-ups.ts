import type { Calendar } from '@bihuan/working-time';
import type { AccountabilityItem } from './accountability-list.js';
import type { Grid } from './grid.js';
import type { ReferenceData } from './reference-data.js';
import { isWithin, regionPart, townshipOf } from './region.js';
import type { Settings } from './settings.js';
import type { Unit } from './unit.js';

/** Codes of a place; more of it no rule of routing reads. */
export interface PlaceCodes {
  readonly regionCode: string;
  readonly gridCode?: string | undefined;
}

/** Whether a unit is one of `unitIds` or stands below one of them. */
export function isUnder(units: ReadonlyMap<string, Unit>, unitId: string, unitIds: readonly string[]): boolean {
  const seen = new Set<string>();
  let current: string | undefined = unitId;
  while (current !== undefined && !seen.has(current)) {
    if (unitIds.includes(current)) return true;
    seen.add(current);
    current = units.get(current)?.parentUnitId;
  }
  return false;
}

/** Street, town or community (基层), in contrast to a department. */
export const isGrassroots = ({ kind }: Pick<Unit, 'kind'>): boolean => kind === 'STREET' || kind === 'COMMUNITY';

/** Whether the item lays its duty on a department. */
export function isDepartmentDuty({ leadRule, level }: AccountabilityItem, units: ReadonlyMap<string, Unit>): boolean {
  if (leadRule.rule === 'ON_ROTATION') return true;
  if (leadRule.rule !== 'FIXED') return level === 'COUNTY' || level === 'CITY';
  const lead = units.get(leadRule.unitId);
  return lead === undefined || !isGrassroots(lead);
}

/** 下沉禁止: whether giving the lead of an item to a unit would push a department's duty down to the grassroots. */
export const isPushDown = (
  item: AccountabilityItem,
  lead: Unit,
  { units, settings }: Pick<ReferenceData, 'units' | 'settings'>,
): boolean => settings.forbidPushDown && isGrassroots(lead) && isDepartmentDuty(item, units);

/** Region of a place: that of its grid where the grid says more than the region code, or something else. */
export function regionOf({ regionCode, gridCode }: PlaceCodes, grids: ReadonlyMap<string, Grid>): string {
  const grid = gridCode === undefined ? undefined : grids.get(gridCode);
  return grid && !isWithin(regionCode, grid.regionCode) ? grid.regionCode : regionCode;
}

/** 属地: the street or town units of a place, or its community units; none where the place is known less exactly. */
export function territoryUnits(
  place: PlaceCodes,
  level: 'COMMUNITY' | 'STREET',
  { units, grids }: Pick<ReferenceData, 'units' | 'grids'>,
): readonly Unit[] {
  const region = regionOf(place, grids);
  const wanted = level === 'STREET' ? townshipOf(region) : region;
  return [...units.values()].filter(
    ({ kind, regionCode }) => kind === level && wanted !== undefined && regionPart(regionCode) === regionPart(wanted),
  );
}

/** What the settings say of working time: a calendar without its days. */
export type Hours = Pick<Calendar, 'workingHours' | 'workingMinutesPerDay' | 'utcOffset' | 'missingCalendar'>;

export const hoursOf = ({ workingHours, workingMinutesPerDay, utcOffset, missingCalendar }: Settings): Hours => ({
  workingHours,
  workingMinutesPerDay,
  utcOffset,
  missingCalendar,
});

/** The calendar of that id, else the tenant's default; one without years when none of the kind is published. */
export function calendarOf(
  calendarId: string | undefined,
  { calendars, settings }: Pick<ReferenceData, 'calendars' | 'settings'>,
): Calendar {
  const id = calendarId ?? settings.defaultCalendarId;
  return calendars.get(id) ?? { calendarId: id, calendarVersion: 0, years: [], ...hoursOf(settings) };
}

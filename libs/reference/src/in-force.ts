import { type Calendar, type CalendarYear, civilDateOf } from '@bihuan/working-time';
import type { AccountabilityList } from './accountability-list.js';
import type { Grid } from './grid.js';
import type { DocumentOf, PublishedDocument, ReferenceKind } from './kinds.js';
import type { PolicySet } from './policy.js';
import type { ReferenceData } from './reference-data.js';
import { type Hours, hoursOf } from './look-ups.js';
import { type Settings, settings as settingsSchema } from './settings.js';
import type { Unit } from './unit.js';

/** Tenant code before the first settings are published; all else is at its default. */
const UNNAMED = 'NONE';
/** By which the validity of settings is told before there are settings. */
const FIRST_ZONE = { utcOffset: '+08:00' };

const defaultSettings: Settings = settingsSchema.parse({ tenantCode: UNNAMED });

const isBegun = (validFrom: string | undefined, today: string): boolean =>
  validFrom === undefined || validFrom <= today;
const isOver = (validTo: string | undefined, today: string): boolean => validTo !== undefined && validTo < today;

/** The units of a set that exist on a day, by id. */
export const unitsAt = (units: readonly Unit[], today: string): ReadonlyMap<string, Unit> =>
  new Map(
    units
      .filter(({ validFrom, validTo }) => isBegun(validFrom, today) && !isOver(validTo, today))
      .map((unit) => [unit.unitId, unit]),
  );

/** What has begun of a kind, the newest publication last. */
const begun = <Name extends ReferenceKind>(
  documents: readonly PublishedDocument[],
  kind: Name,
  today: string,
): readonly DocumentOf<Name>[] =>
  documents.filter(
    (document): document is DocumentOf<Name> => document.kind === kind && isBegun(document.validFrom, today),
  );

const newest = <Name extends ReferenceKind>(
  documents: readonly PublishedDocument[],
  kind: Name,
  today: string,
): DocumentOf<Name> | undefined => begun(documents, kind, today).at(-1);

const gridsAt = (grids: readonly Grid[], today: string): ReadonlyMap<string, Grid> =>
  new Map(grids.filter(({ validFrom }) => isBegun(validFrom, today)).map((grid) => [grid.gridCode, grid]));

/**
 * The one list of all lists: a case is routed by one, and what was published last takes the place of what was before,
 * under whatever id. A retired version is followed by a newer one or by none, never by the one before it.
 */
function listAt(documents: readonly PublishedDocument[], today: string): DocumentOf<'accountability-list'> | undefined {
  const list = newest(documents, 'accountability-list', today);
  return list && !isOver(list.validTo, today) ? list : undefined;
}

function accountabilityListAt(documents: readonly PublishedDocument[], today: string): AccountabilityList | undefined {
  const list = listAt(documents, today);
  return list && { listVersion: list.version, ...list.content };
}

function policySetAt(documents: readonly PublishedDocument[], today: string): PolicySet {
  const set = newest(documents, 'sla-policy', today);
  return { policySetVersion: set?.version ?? 0, policies: set?.content.policies ?? [] };
}

/** A calendar as its years published it, the newest of each; its version is that of the newest. */
function calendarOfYears(calendarId: string, published: readonly DocumentOf<'calendar'>[], hours: Hours): Calendar {
  const years = new Map(
    published.map(({ content: { year, source, off, makeUp } }): [number, CalendarYear] => [
      year,
      { year, source, off, makeUp },
    ]),
  );
  const oldestFirst = [...years.values()].toSorted((left, right) => left.year - right.year);
  return { calendarId, calendarVersion: published.at(-1)?.version ?? 0, years: oldestFirst, ...hours };
}

function calendarsOf(published: readonly DocumentOf<'calendar'>[], hours: Hours): ReadonlyMap<string, Calendar> {
  const ids = [...new Set(published.map(({ key }) => key))];
  return new Map(
    ids.map((id) => {
      const years = published.filter(({ key }) => key === id);
      return [id, calendarOfYears(id, years, hours)];
    }),
  );
}

/** The civil date of an instant in the tenant's zone, as its settings of that day say it. */
function todayOf(documents: readonly PublishedDocument[], instant: string): string {
  const zone = newest(documents, 'settings', civilDateOf(instant, FIRST_ZONE))?.content ?? FIRST_ZONE;
  return civilDateOf(instant, zone);
}

/**
 * Which version of a stream is in force at an instant (ISO-8601 UTC), of documents in the order of the ledger; undefined
 * before the first, after a retired one, and for a list whose place another one has taken.
 */
export function versionInForce<Name extends ReferenceKind>(
  documents: readonly PublishedDocument[],
  { kind, key }: { readonly kind: Name; readonly key: string },
  instant: string,
): DocumentOf<Name> | undefined {
  const today = todayOf(documents, instant);
  const newestOf = begun(documents, kind, today).findLast((document) => document.key === key);
  const isOutranked = kind === 'accountability-list' && newestOf !== listAt(documents, today);
  return isOutranked ? undefined : newestOf;
}

/**
 * What is in force at an instant (ISO-8601 UTC) of documents in the order of the ledger: of each stream the newest
 * version whose first day has come. Hand in those alone that were published before the event in question.
 */
export function inForce(tenantId: string, documents: readonly PublishedDocument[], instant: string): ReferenceData {
  const today = todayOf(documents, instant);
  const settings = newest(documents, 'settings', today)?.content ?? defaultSettings;
  return {
    tenantId,
    settings,
    units: unitsAt(newest(documents, 'units', today)?.content.units ?? [], today),
    grids: gridsAt(newest(documents, 'grids', today)?.content.grids ?? [], today),
    codeSystems: new Map(begun(documents, 'code-system', today).map(({ key, content }) => [key, content])),
    accountabilityList: accountabilityListAt(documents, today),
    policySet: policySetAt(documents, today),
    calendars: calendarsOf(begun(documents, 'calendar', today), hoursOf(settings)),
  };
}

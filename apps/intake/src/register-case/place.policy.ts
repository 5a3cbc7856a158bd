import {
  type Confidentiality,
  type Datum,
  type Place,
  type PlaceType,
  type Position,
  refuse,
  type TextRef,
} from '@bihuan/case';
import { entryOf, isWithin, type ReferenceData, regionOf, type Unit } from '@bihuan/reference';

/** Where it is, as told; what is text lies in the vault already. */
export interface ReportedPlace {
  readonly regionCode?: string | undefined;
  readonly gridCode?: string | undefined;
  readonly addressRef?: TextRef | undefined;
  readonly assetCode?: string | undefined;
  readonly placeType?: PlaceType | undefined;
  readonly position?: ReportedPosition | undefined;
}

export interface ReportedPosition {
  readonly lng: number;
  readonly lat: number;
  readonly datum?: Datum | undefined;
  readonly accuracyM?: number | undefined;
  /** The same in WGS-84; absent when the datum is. */
  readonly wgs?: { readonly lng: number; readonly lat: number } | undefined;
}

type Codes = Omit<ReportedPlace, 'position'>;

interface Told {
  readonly place?: ReportedPlace | undefined;
  readonly suggestedCategory?: { readonly codeSystem: string; readonly code: string } | undefined;
}

/** The bounds of the country (channels.md §6): outside them a pair is swapped, or was never ours. */
const BOUNDS = { lng: [73, 136], lat: [3, 54] } as const;
/** Matters of a public place, whose exact spot gives nobody away (events.md §1). */
const PUBLIC_MATTERS: ReadonlySet<string> = new Set(['COMPONENT', 'EVENT', 'HAZARD']);

/** 地点 as facts may tell it; the region is that of the grid, else the tenant's, unless the report names one. */
export function placeIn(told: Told, confidentiality: Confidentiality, reference: ReferenceData): Place | undefined {
  const { position, ...place } = told.place ?? {};
  const regionCode = regionIn(place, reference);
  if (regionCode === undefined) return undefined;
  const spot = position && { position: positionIn(position, isExact(told, confidentiality, reference)) };
  return { ...known(place), ...spot, regionCode };
}

/** Fields that are there; a key that holds undefined would not be in the fact as it is stored. */
function known({ gridCode, addressRef, assetCode, placeType }: Codes): Omit<Place, 'regionCode'> {
  return {
    ...(gridCode === undefined ? {} : { gridCode }),
    ...(addressRef === undefined ? {} : { addressRef }),
    ...(assetCode === undefined ? {} : { assetCode }),
    ...(placeType === undefined ? {} : { placeType }),
  };
}

/** The centre itself: its region is the tenant's. */
const centreOf = (units: ReferenceData['units']): Unit | undefined =>
  [...units.values()].find(({ kind }) => kind === 'CENTRE');

/** @throws Refusal UNKNOWN_GRID, UNKNOWN_REGION */
function regionIn({ regionCode, gridCode }: Codes, { units, grids }: ReferenceData): string | undefined {
  const grid = gridCode === undefined ? undefined : (grids.get(gridCode) ?? refuse('UNKNOWN_GRID', { gridCode }));
  const own = centreOf(units)?.regionCode;
  const told = regionCode ?? grid?.regionCode ?? own;
  const isForeign = (code: string) =>
    own !== undefined && !isWithin(regionOf({ regionCode: code, gridCode }, grids), own);
  if (told !== undefined && isForeign(told)) refuse('UNKNOWN_REGION', { regionCode: told });
  return told;
}

/** Only where nobody asked for silence and the matter is a public one. */
function isExact(
  { suggestedCategory }: Told,
  confidentiality: Confidentiality,
  { codeSystems }: ReferenceData,
): boolean {
  if (confidentiality !== 'NORMAL' || !suggestedCategory) return false;
  const entry = entryOf(codeSystems.get(suggestedCategory.codeSystem), suggestedCategory.code);
  return entry !== undefined && PUBLIC_MATTERS.has(entry.matterKind);
}

function positionIn({ lng, lat, datum, wgs, accuracyM }: ReportedPosition, exact: boolean): Position {
  if (datum === undefined || wgs === undefined) refuse('DATUM_REQUIRED');
  if (![{ lng, lat }, wgs].every(isInCountry)) refuse('POSITION_OUT_OF_RANGE', { lng, lat });
  const digits = exact ? 6 : 3;
  return {
    lng: rounded(lng, digits),
    lat: rounded(lat, digits),
    datum,
    wgsLng: rounded(wgs.lng, digits),
    wgsLat: rounded(wgs.lat, digits),
    ...(accuracyM === undefined ? {} : { accuracyM: Math.ceil(accuracyM) }),
  };
}

const isInCountry = ({ lng, lat }: { lng: number; lat: number }): boolean =>
  lng >= BOUNDS.lng[0] && lng <= BOUNDS.lng[1] && lat >= BOUNDS.lat[0] && lat <= BOUNDS.lat[1];

const rounded = (degrees: number, digits: number): number => Number(degrees.toFixed(digits));

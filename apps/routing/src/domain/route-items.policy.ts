import {
  type AccountabilityItem,
  type CodeEntry,
  coversEntry,
  entryOf,
  type Grade,
  grades,
  isWithin,
  type MatterKind,
  type PlaceCodes,
  type PlaceType,
  type ReferenceData,
  regionOf,
  regionPart,
} from '@bihuan/reference';

/** What routing asks the accountability list: codes alone, never text. */
export interface RouteQuestion {
  readonly disposition: 'DISPATCH' | 'CLAIM';
  readonly classification: {
    readonly matterKind: MatterKind;
    readonly codeSystem: string;
    readonly categoryCode: string;
    readonly disputeType?: string | undefined;
    readonly grade: Grade;
    readonly placeType?: PlaceType | undefined;
    readonly accusedUnitIds: readonly string[];
  };
  readonly place?: PlaceCodes | undefined;
  /** From the record of the case's `assetCode`, where there is one. */
  readonly asset?: { readonly roadClass?: string | undefined; readonly tags: readonly string[] } | undefined;
  /** Units whose return of this case was approved. */
  readonly returnedUnitIds: readonly string[];
}

/** An item that covers the question, and how closely. */
export interface Candidate {
  readonly item: AccountabilityItem;
  /** Owners of the known asset or place, if the item names them. */
  readonly ownerIds: readonly string[];
  /** Greater is nearer. */
  readonly score: number;
}

const isInForce = ({ validFrom = '', validTo = '9999-12-31' }: AccountabilityItem, today: string): boolean =>
  validFrom <= today && today <= validTo;

const longest = (lengths: readonly number[]): number => Math.max(-1, ...lengths);

/** Length of the longest category prefix that covers the entry: 0 for an item of all categories, -1 for none. */
function categoryLength({ matter }: AccountabilityItem, { codeSystem }: { codeSystem: string }, entry: CodeEntry) {
  if (matter.codeSystem !== undefined && matter.codeSystem !== codeSystem) return -1;
  if (matter.categoryCodes.length === 0) return 0;
  return longest(matter.categoryCodes.filter((prefix) => coversEntry(prefix, entry)).map(({ length }) => length));
}

function disputeLength({ matter }: AccountabilityItem, disputeType = ''): number {
  if (matter.disputeTypes.length === 0) return 0;
  return matter.disputeTypes.some((type) => type === disputeType) ? disputeType.length : -1;
}

/** The same for the region; an item of some regions covers no case without a place. */
function regionLength({ regions }: AccountabilityItem, region: string | undefined): number {
  if (regions.length === 0) return 0;
  if (region === undefined) return -1;
  return longest(regions.filter((outside) => isWithin(region, outside)).map((outside) => regionPart(outside).length));
}

function ownersOf({ assetOwners }: AccountabilityItem, { classification, asset }: RouteQuestion): readonly string[] {
  const known = {
    PLACE_TYPE: [classification.placeType],
    ROAD_CLASS: [asset?.roadClass],
    ASSET_TAG: asset?.tags ?? [],
  };
  return assetOwners
    .filter(({ attribute, value }) => known[attribute].some((attributeValue) => attributeValue === value))
    .map(({ unitId }) => unitId);
}

// Each place holds more than the places after it can sum up to: a code has at most 64 characters, a region 12 digits.
const OWNER_KNOWN = 1_000_000;
const PER_CATEGORY_CHARACTER = 10_000;
const PER_REGION_DIGIT = 100;
const ASSET_RULE = 10;

const gradeRank = (grade: Grade): number => grades.indexOf(grade);

/** A known owner comes first, then the longer category, the longer region, an asset rule, the graver grade. */
const scoreOf = (item: AccountabilityItem, ownerIds: readonly string[], category: number, region: number): number =>
  (ownerIds.length > 0 ? OWNER_KNOWN : 0) +
  category * PER_CATEGORY_CHARACTER +
  region * PER_REGION_DIGIT +
  (item.assetOwners.length > 0 ? ASSET_RULE : 0) +
  gradeRank(item.gradeFrom);

/** The items of the question's kind, mode and grade that are in force. */
const itemsFor = (
  { disposition, classification }: RouteQuestion,
  { accountabilityList }: ReferenceData,
  today: string,
): readonly AccountabilityItem[] =>
  (accountabilityList?.items ?? []).filter(
    (item) =>
      isInForce(item, today) &&
      (item.mode === 'CLAIM') === (disposition === 'CLAIM') &&
      item.matter.matterKind === classification.matterKind &&
      gradeRank(item.gradeFrom) <= gradeRank(classification.grade),
  );

/** A code outside its table is its own group, so that prefixes still cover it. */
const unlisted = (code: string, matterKind: MatterKind): CodeEntry => ({
  code,
  name: code,
  matterKind,
  parent: code,
  conditions: [],
});

/** Steps 1 to 3: the items that cover the question, nearest first; equally near ones by itemId. */
export function candidatesFor(question: RouteQuestion, reference: ReferenceData, today: string): readonly Candidate[] {
  const { categoryCode, codeSystem, matterKind, disputeType } = question.classification;
  const table = reference.codeSystems.get(codeSystem);
  const entry = entryOf(table, categoryCode) ?? unlisted(categoryCode, matterKind);
  const region = question.place && regionOf(question.place, reference.grids);
  return itemsFor(question, reference, today)
    .flatMap((item): Candidate[] => {
      const lengths = [categoryLength(item, { codeSystem }, entry), disputeLength(item, disputeType)];
      const regionDigits = regionLength(item, region);
      if (Math.min(...lengths, regionDigits) < 0) return [];
      const ownerIds = ownersOf(item, question);
      return [{ item, ownerIds, score: scoreOf(item, ownerIds, longest(lengths), regionDigits) }];
    })
    .toSorted((left, right) => right.score - left.score || (left.item.itemId < right.item.itemId ? -1 : 1));
}

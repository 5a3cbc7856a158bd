import { type CaseEventOf, type CaseState, fact, looksLikeIdentity, refuse } from '@bihuan/case';
import { type CodeEntry, type CodeSystem, entryOf, type ReferenceData } from '@bihuan/reference';

type Classified = CaseEventOf<'CaseClassified'>['data'];

/** 分类 as it is given: what the case and the code table say themselves is not in it. */
export interface GivenClassification extends Omit<Classified, 'caseId' | 'revision' | 'codeSystemVersion'> {
  /** Absent: the version in force. */
  readonly codeSystemVersion?: string | undefined;
}

/**
 * The fact that the case is of this class, as its next revision.
 * @throws Refusal UNKNOWN_CATEGORY, UNKNOWN_UNIT or IDENTITY_IN_CODE
 */
export function classifiedAs(given: GivenClassification, state: CaseState, reference: ReferenceData) {
  const codeSystemVersion = versionOf(given, reference);
  checkUnits(given, reference);
  const tag = given.tags.find(looksLikeIdentity);
  if (tag !== undefined) refuse('IDENTITY_IN_CODE', { field: 'tags' });
  const revision = (state.classification?.revision ?? 0) + 1;
  return fact('CaseClassified', { ...given, caseId: state.caseId, revision, codeSystemVersion });
}

/** A code counts in the version in force alone: an older one may mean something else by it. */
function versionOf(given: GivenClassification, { codeSystems }: ReferenceData): string {
  const table = codeSystems.get(given.codeSystem);
  const version = given.codeSystemVersion ?? table?.codeSystemVersion;
  const entry = version === table?.codeSystemVersion ? entryOf(table, given.categoryCode) : undefined;
  if (version === undefined || !entry || !fits(given, entry)) {
    const { codeSystem, categoryCode } = given;
    refuse('UNKNOWN_CATEGORY', { codeSystem, categoryCode, ...inForce(table, entryOf(table, categoryCode)) });
  }
  return version;
}

/** What the table has under the code, for a caller who gave it with another version, kind or condition. */
const inForce = (table: CodeSystem | undefined, entry: CodeEntry | undefined) =>
  table && entry
    ? {
        codeSystemVersion: table.codeSystemVersion,
        matterKind: entry.matterKind,
        filingConditions: entry.conditions.map(({ filingCondition }) => filingCondition),
      }
    : {};

const fits = ({ matterKind, filingCondition }: GivenClassification, entry: CodeEntry): boolean =>
  matterKind === entry.matterKind &&
  (filingCondition === undefined || entry.conditions.some((one) => one.filingCondition === filingCondition));

function checkUnits({ accusedUnitIds }: GivenClassification, { units }: ReferenceData): void {
  const unitId = accusedUnitIds.find((one) => !units.has(one));
  if (unitId !== undefined) refuse('UNKNOWN_UNIT', { unitId });
}

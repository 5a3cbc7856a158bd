import { type Asker, type CaseState, isAccused, isLive, maySee } from '@bihuan/case';
import type { DomainEvent } from '@bihuan/kernel';
import type { ReferenceData } from '@bihuan/reference';

/** What somebody who reads has to do with the case, in the words of the vault. */
export interface CaseReader {
  readonly role: string;
  readonly isAssigned: boolean;
  readonly isAccused: boolean;
}

/** Handling needs the party: the case is with the reader's unit now, or in the reader's grid. */
export const contactReader = (state: CaseState, asker: Asker, reference: ReferenceData): CaseReader =>
  readerWith(isWithUnit(state, asker) || isInGrid(state, asker), state, asker, reference);

/**
 * Texts and photos are for all who may know of the case: a unit that a joint review asks, and the street of the place,
 * must know what it is about (privacy.md §5: territory, its region).
 */
export const contentReader = (state: CaseState, asker: Asker, reference: ReferenceData): CaseReader =>
  readerWith(maySee(state, asker, reference), state, asker, reference);

const isWithUnit = ({ assignments }: CaseState, { actor: { unitId } }: Asker): boolean =>
  assignments.some((part) => part.unitId === unitId && isLive(part));

const isInGrid = ({ place }: CaseState, { actor: { role }, binding }: Asker): boolean =>
  role === 'GRID_WORKER' && place?.gridCode !== undefined && binding?.gridCodes.includes(place.gridCode) === true;

function readerWith(isAssigned: boolean, state: CaseState, { actor }: Asker, reference: ReferenceData): CaseReader {
  const { role, ref, unitId } = actor;
  // Who stepped aside has an interest in the case, as the unit has that it is about: neither sees the party.
  const isParty = state.recusedRefs.includes(ref) || (unitId !== undefined && isAccused(state, unitId, reference));
  return { role, isAssigned, isAccused: isParty };
}

/** Facts that say what the reporter said, or sent. */
const REPORTS: ReadonlySet<string> = new Set(['CaseRegistered', 'CaseSupplemented']);
/** Texts that hold the party's own words or whereabouts, whoever wrote them down. */
const PARTY_TEXTS: ReadonlySet<string> = new Set(['description', 'address', 'note']);

/** The reporter's words: they may give the reporter away. `note` is what the party said on the phone. */
export const isPartyText = (kind: string): boolean => PARTY_TEXTS.has(kind);

/** References of the files that came with a report; of the others some unit or worker is the author. */
export const filesOfReporter = (history: readonly Pick<DomainEvent, 'type' | 'data'>[]): readonly string[] =>
  history.filter(({ type }) => REPORTS.has(type)).flatMap(({ data }) => attachmentsIn(data));

const attachmentsIn = (data: unknown): readonly string[] =>
  typeof data === 'object' && data !== null && 'attachments' in data && Array.isArray(data.attachments)
    ? data.attachments.map(({ ref }: { readonly ref: string }) => ref)
    : [];

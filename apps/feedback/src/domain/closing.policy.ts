import { type CaseState, type ClosureType, fact } from '@bihuan/case';
import type { Settings } from '@bihuan/reference';

/** 办结 of the present round, at the level the case was last routed to. */
export const closing = (
  { caseId, round, level }: CaseState,
  closureType: ClosureType,
  { levelOfDirectAnswer }: Pick<Settings, 'levelOfDirectAnswer'>,
) => fact('CaseClosed', { caseId, round, closureType, resolutionLevel: level ?? levelOfDirectAnswer });

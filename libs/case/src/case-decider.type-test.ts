import type { Limit } from '@bihuan/working-time';
import { caseDecider } from './case-decider.js';
import { fact } from './case-events.js';
import type { Terms } from './case-state.js';

const accepted = fact('CaseAccepted', { caseId: '', disposition: 'DISPATCH' });

/** The owner's own fact compiles. */
export const own = caseDecider('AcceptCase', { decide: () => [accepted] });
// @ts-expect-error the row says routing, and the fact is intake's
export const foreign = caseDecider('DispatchCase', { decide: () => [accepted] });
// @ts-expect-error no row, no command
export const unknown = caseDecider('InventCase', { decide: () => [] });
// @ts-expect-error a closing needs its level
export const short = fact('CaseClosed', { caseId: '', round: 1, closureType: 'CONFIRMED' });

declare const terms: Terms;
declare const limit: Limit;
/** What the events call a limit is what working time counts, both ways. */
export const counted: Limit = terms.limit;
export const resolved: Terms['limit'] = limit;

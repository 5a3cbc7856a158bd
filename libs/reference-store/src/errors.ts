import { LedgerUnavailable } from '@bihuan/event-store';
import type { RowFault } from '@bihuan/reference';

/** What somebody wants to publish has faults: nothing of it was published. */
export class RowsRefused extends Error {
  override readonly name = 'RowsRefused';

  /** Every fault at its place in the content. */
  constructor(readonly faults: readonly RowFault[]) {
    super(`${faults.length} faults, the first ${faults[0]?.code} at ${faults[0]?.pointer}`);
  }
}

/** What was published up to a position is not known here in time. It passes by itself: at the edge 503, in a reaction no attempt. */
export class ReferenceBehind extends LedgerUnavailable {
  override readonly name = 'ReferenceBehind';
}

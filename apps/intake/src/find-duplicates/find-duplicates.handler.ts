import type { CaseState } from '@bihuan/case';
import { CaseStore } from '@bihuan/case-store';
import { Runners } from '@bihuan/event-store';
import { untilRead } from '@bihuan/platform';
import { ReferenceStore } from '@bihuan/reference-store';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { categoryOf, FindDuplicates, findDuplicates, JudgeNeighbours } from './find-duplicates.decider.js';
import { type Compared, Neighbours } from './neighbours.queries.js';

const TABLE = 'intake.case_list';
/** Nobody waits for the answer; a list that lags under load is no failure of the search. */
const PATIENCE_MS = 30_000;

/** Looks up what lies near, and lets the rule judge it: a rule reads no table. */
@CommandHandler(FindDuplicates)
export class FindDuplicatesHandler implements ICommandHandler<FindDuplicates> {
  constructor(
    private readonly cases: CaseStore,
    private readonly neighbours: Neighbours,
    private readonly references: ReferenceStore,
    private readonly runners: Runners,
  ) {}

  async execute({ data: { caseId }, meta }: FindDuplicates): Promise<void> {
    const { tenantId, trigger } = meta;
    const compared = comparedBy(await this.cases.get(tenantId, caseId));
    if (!compared) return;
    // Of two cases that come in together the later one finds the earlier.
    await untilRead(trigger?.position, () => this.runners.position(TABLE), PATIENCE_MS);
    const { settings } = await this.references.inForce(tenantId);
    const reach = { radiusM: settings.duplicateRadiusM, hours: settings.duplicateHours };
    const neighbours = await this.neighbours.of(tenantId, compared, reach, trigger);
    if (neighbours.length > 0)
      await this.cases.decide(findDuplicates, new JudgeNeighbours({ caseId, neighbours }, meta));
  }
}

/** Undefined when the case has nothing by which it could be compared. */
function comparedBy(state: CaseState): Compared | undefined {
  const { caseId, place, reportedAt } = state;
  const [category, spot] = [categoryOf(state), place?.position ?? null];
  const assetCode = place?.assetCode ?? null;
  const isComparable = assetCode !== null || (category !== null && spot !== null);
  return isComparable ? { caseId, category, assetCode, spot, reportedAt } : undefined;
}

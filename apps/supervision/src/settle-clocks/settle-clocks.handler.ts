import { CaseStore } from '@bihuan/case-store';
import type { Decided } from '@bihuan/kernel';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type ClockJournal, clockJournalFold } from '../domain/clock-journal.fold.js';
import { SettleClocks, settleClocks } from './settle-clocks.decider.js';

/** A handler of its own: the rule reads the whole history, with what was in force for each of its events. */
@CommandHandler(SettleClocks)
export class SettleClocksHandler implements ICommandHandler<SettleClocks> {
  constructor(private readonly cases: CaseStore) {}

  execute(command: SettleClocks): Promise<Decided<ClockJournal>> {
    return this.cases.settle(clockJournalFold, settleClocks, command);
  }
}

import type { CaseCommand, CaseCommandName, CaseDecider, CaseState } from '@bihuan/case';
import type { Decided } from '@bihuan/kernel';
import type { Type } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CaseStore } from './case-store.js';

/** The bus handler of a rule on one case. Only a rule on several streams has a handler file of its own. */
export function caseHandler<C extends CaseCommand, Name extends CaseCommandName>(
  command: Type<C>,
  decide: CaseDecider<C, Name>,
): Type<ICommandHandler> {
  @CommandHandler(command)
  class CaseHandler {
    constructor(private readonly cases: CaseStore) {}

    execute(given: C): Promise<Decided<CaseState>> {
      return this.cases.decide(decide, given);
    }
  }
  return CaseHandler;
}

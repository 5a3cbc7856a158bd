import { caseIdOf, type CaseState, refuse, ticketKey } from '@bihuan/case';
import { type Beside, CaseStore } from '@bihuan/case-store';
import { KeyReused } from '@bihuan/event-store';
import type { Decided } from '@bihuan/kernel';
import { subjectEnrolled, subjectStream } from '@bihuan/vault';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { registerCase, RegisterCase } from './register-case.decider.js';

/** Registers the case and, in the same append, the person who complains; a source's ticket becomes one case for ever. */
@CommandHandler(RegisterCase)
export class RegisterCaseHandler implements ICommandHandler<RegisterCase> {
  constructor(private readonly cases: CaseStore) {}

  async execute(command: RegisterCase): Promise<Decided<CaseState>> {
    try {
      return await this.cases.decide(registerCase, command, besideOf(command));
    } catch (error) {
      if (!(error instanceof KeyReused) || !error.key.startsWith('ticket:')) throw error;
      return refuse('EXTERNAL_TICKET_CONFLICT', { caseId: caseIdOf(error.streamId) });
    }
  }
}

function besideOf({ data: { subject, ticket, sourceSystem } }: RegisterCase): Beside {
  const enrolled = subject && subjectEnrolled(subject.ref, { ...LAWFUL, fields: subject.fields });
  return {
    ...(subject && enrolled ? { beside: [{ streamId: subjectStream(subject.ref), facts: [enrolled] }] } : {}),
    ...(ticket ? { claim: { key: ticketKey(sourceSystem, ticket.no), bodyHmac: ticket.bodyHmac } } : {}),
  };
}

/** PIPL art. 13 (3): necessary for a statutory duty. */
const LAWFUL = { legalBasis: 'STATUTORY_DUTY', noticeVersion: 1 } as const;

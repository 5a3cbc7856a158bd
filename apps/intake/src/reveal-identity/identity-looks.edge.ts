import { type CaseState, classificationOf } from '@bihuan/case';
import { decideOn, Ledger, StreamMemory } from '@bihuan/event-store';
import { Command } from '@bihuan/kernel';
import {
  fieldsShown,
  identityViewed,
  type Purpose,
  type Shown,
  type SubjectField,
  subjectFold,
  subjectStream,
} from '@bihuan/vault';
import { Injectable } from '@nestjs/common';

/** What somebody wants to see of the complainant, and why. */
export interface Wish {
  readonly caseId: string;
  readonly fields: readonly SubjectField[];
  readonly purpose: Purpose | undefined;
}
/** 查看身份: shows who complains, to those who need to know, for a purpose. */
export class RevealIdentity extends Command<Wish> {}

/** How much of each field may be seen. */
export type ShownFields = Readonly<Record<SubjectField, Shown>>;

/** Looks at a person, on the person's own stream: what a subject may ask for. */
@Injectable()
export class IdentityLooks {
  constructor(
    private readonly ledger: Ledger,
    private readonly memory: StreamMemory,
  ) {}

  /** Without a purpose there is no fact to state; the vault's log has the attempt all the same. */
  async record(state: CaseState, command: RevealIdentity, shown: ShownFields): Promise<void> {
    const { caseId, fields, purpose } = command.data;
    const { subjectRef } = state;
    if (!purpose || subjectRef === null) return;
    const granted = fieldsShown(fields, shown).length > 0;
    const viewed = identityViewed(subjectRef, { staffId: command.meta.actor.ref, caseId, purpose, fields, granted });
    const subject = {
      streamId: subjectStream(subjectRef),
      service: 'vault' as const,
      fold: subjectFold,
      reference: async () => undefined,
      classify: () => classificationOf(state),
      statusVersion: () => 0,
    };
    const { ledger, memory } = this;
    await decideOn({ ledger, memory }, subject, () => [viewed], command);
  }
}

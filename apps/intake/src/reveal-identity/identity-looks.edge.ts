import { type CaseState, classificationOf } from '@bihuan/case';
import { Command } from '@bihuan/kernel';
import { fieldsShown, identityViewed, type Purpose, type Shown, type SubjectField, SubjectStore } from '@bihuan/vault';
import { Injectable } from '@nestjs/common';

/** What somebody wants to see of the complainant, and why. */
export interface Wish {
  readonly caseId: string;
  readonly fields: readonly SubjectField[];
  readonly purpose: Purpose | undefined;
}
/** 查看身份: shows who complains, to those who need to know, for a purpose. */
export class RevealIdentity extends Command<Wish> {}

/** That somebody looked, on the stream of the person: whatever state it is in, a look is a fact. */
class RecordLook extends Command<{ subjectRef: string }> {}

/** How much of each field may be seen. */
export type ShownFields = Readonly<Record<SubjectField, Shown>>;

/** Looks at a person, on the person's own stream: what a subject may ask for. */
@Injectable()
export class IdentityLooks {
  constructor(private readonly subjects: SubjectStore) {}

  /** Without a purpose there is no fact to state; the vault's log has the attempt all the same. */
  async record(state: CaseState, command: RevealIdentity, shown: ShownFields): Promise<void> {
    const { caseId, fields, purpose } = command.data;
    const { subjectRef } = state;
    if (!purpose || subjectRef === null) return;
    const granted = fieldsShown(fields, shown).length > 0;
    const viewed = identityViewed(subjectRef, { staffId: command.meta.actor.ref, caseId, purpose, fields, granted });
    const look = new RecordLook({ subjectRef }, command.meta);
    await this.subjects.decide(() => [viewed], look, classificationOf(state));
  }
}

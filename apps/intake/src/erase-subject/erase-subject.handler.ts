import { caseStream, classificationOf } from '@bihuan/case';
import type { Decided } from '@bihuan/kernel';
import { EraseSubject, eraseSubject, type SubjectState, SubjectStore, VaultErasure } from '@bihuan/vault';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ErasableSubjects } from './erasable-subjects.edge.js';

/** 删除个人信息: once nothing keeps the data, the fact first, then the keys of the person and all that the person said. */
@CommandHandler(EraseSubject)
export class EraseSubjectHandler implements ICommandHandler<EraseSubject> {
  constructor(
    private readonly erasable: ErasableSubjects,
    private readonly subjects: SubjectStore,
    private readonly erasure: VaultErasure,
  ) {}

  async execute(command: EraseSubject): Promise<Decided<SubjectState>> {
    const { state, refs } = await this.erasable.find(command);
    const decided = await this.subjects.decide(eraseSubject, command, classificationOf(state));
    // Also when it was a fact before: then the first try may have died between the two.
    await this.erasure.erase(command.meta.tenantId, refs, caseStream(state.caseId));
    return decided;
  }
}

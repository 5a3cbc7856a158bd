import { classificationOf } from '@bihuan/case';
import { decideOn, Ledger, StreamMemory } from '@bihuan/event-store';
import type { Decided } from '@bihuan/kernel';
import { EraseSubject, eraseSubject, subjectFold, type SubjectState, subjectStream, VaultErasure } from '@bihuan/vault';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ErasableSubjects } from './erasable-subjects.edge.js';

/** 删除个人信息: once nothing keeps the data, the fact first, then the keys of the person and all that the person said. */
@CommandHandler(EraseSubject)
export class EraseSubjectHandler implements ICommandHandler<EraseSubject> {
  constructor(
    private readonly subjects: ErasableSubjects,
    private readonly ledger: Ledger,
    private readonly memory: StreamMemory,
    private readonly erasure: VaultErasure,
  ) {}

  async execute(command: EraseSubject): Promise<Decided<SubjectState>> {
    const { state, refs } = await this.subjects.find(command);
    const subject = {
      streamId: subjectStream(command.data.subjectRef),
      service: 'vault' as const,
      fold: subjectFold,
      reference: async () => undefined,
      classify: () => classificationOf(state),
      statusVersion: () => 0,
    };
    const { ledger, memory } = this;
    const decided = await decideOn({ ledger, memory }, subject, eraseSubject, command);
    // Also when it was a fact before: then the first try may have died between the two.
    await this.erasure.erase(command.meta.tenantId, refs);
    return decided;
  }
}

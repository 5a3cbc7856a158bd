import { type CaseState, caseStream } from '@bihuan/case';
import type { CommandMeta, Decided } from '@bihuan/kernel';
import { DecidedDto, decidedDto, Meta, PathIdPipe } from '@bihuan/platform';
import { uploaderOf, Vault, VaultFiles } from '@bihuan/vault';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { SubmitFeedback } from './submit-feedback.decider.js';
import { SubmitFeedbackDto } from './submit-feedback.dto.js';

@Controller('v1/feedback/cases/:caseId/submit')
export class SubmitFeedbackController {
  constructor(
    private readonly commands: CommandBus,
    private readonly vault: Vault,
    private readonly files: VaultFiles,
  ) {}

  /**
   * Files what the lead unit did, for review (办理反馈).
   * @throws {403} role-not-allowed, not-owner-unit, recused or separation-of-duty
   * @throws {404} case-not-found
   * @throws {409} illegal-transition, case-closed, co-report-missing or breach-explanation-required
   * @throws {412} version-conflict
   * @throws {422} contact-required, evidence-required, unknown-attachment, attachment-expired or identity-in-code
   */
  @Post()
  @HttpCode(200)
  async submit(
    @Param('caseId', PathIdPipe) caseId: string,
    @Body() { measure, publicReply, attachmentIds = [], ...told }: SubmitFeedbackDto,
    @Meta() meta: CommandMeta,
  ): Promise<DecidedDto> {
    const naming = { uploader: uploaderOf(meta.actor), streamId: caseStream(caseId) };
    const { found, unknown, expired } = await this.files.filesOf(meta.tenantId, attachmentIds, naming);
    const done = this.vault.seal(measure, meta.tenantId);
    const reply = this.vault.seal(publicReply, meta.tenantId);
    const texts = { measureRef: done.ref, publicReplyRef: reply.ref };
    const files = { attachments: found, unknownAttachments: unknown, expiredAttachments: expired };
    const command = new SubmitFeedback({ ...told, caseId, ...texts, ...files }, meta, [done.sealed, reply.sealed]);
    const decided = await this.commands.execute<SubmitFeedback, Decided<CaseState>>(command);
    return decidedDto(decided, decided.state);
  }
}

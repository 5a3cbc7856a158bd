import { Readable } from 'node:stream';
import { CaseStore } from '@bihuan/case-store';
import { Asks, type Caller } from '@bihuan/platform';
import { VaultReads } from '@bihuan/vault';
import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { filesOfReporter } from '../domain/reader.policy.js';
import { CaseContents } from './case-contents.edge.js';
import { ReadContentQueryDto } from './read-content.dto.js';

@Controller('v1/intake/attachments/:attachmentId')
export class ReadAttachmentController {
  constructor(
    private readonly contents: CaseContents,
    private readonly cases: CaseStore,
    private readonly reads: VaultReads,
  ) {}

  /**
   * The original bytes of a file of a case, read for a purpose. The read is recorded before it is answered, a refused
   * one too.
   * @throws {403} identity-not-permitted
   * @throws {404} case-not-found or not-in-vault
   * @throws {410} subject-erased
   * @throws {422} purpose-required
   */
  @Get()
  @ApiOkResponse({ content: { '*/*': { schema: { type: 'string', format: 'binary' } } } })
  async read(
    @Param('attachmentId') ref: string,
    @Query() { caseId, purpose }: ReadContentQueryDto,
    @Asks() caller: Caller,
  ): Promise<StreamableFile> {
    const { content, mediaType, bytes } = await this.contents.read(
      {
        ref,
        caseId,
        purpose,
        find: async ({ fileRefs }) =>
          fileRefs.some((file) => file.ref === ref)
            ? { isFromReporter: filesOfReporter(await this.cases.history(caller.tenantId, caseId)).includes(ref) }
            : undefined,
      },
      caller,
      (read) => this.reads.file(read),
    );
    // Never shown inside a page of ours, whatever it says it is.
    return new StreamableFile(Readable.from(content), { type: mediaType, length: bytes, disposition: 'attachment' });
  }
}

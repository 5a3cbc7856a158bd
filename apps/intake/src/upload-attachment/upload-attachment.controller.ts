import { Asks, type Caller, TakesUploads, withHead } from '@bihuan/platform';
import { VaultFiles } from '@bihuan/vault';
import { Controller, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AttachmentDto, UploadAttachmentDto } from './upload-attachment.dto.js';
import { keepUpload } from './uploaded-form.edge.js';

const PATH = 'v1/intake/attachments';

@Controller(PATH)
export class UploadAttachmentController {
  constructor(private readonly files: VaultFiles) {}

  /**
   * Keeps a photo or a file until a command names it, for seven days at most.
   * @throws {413} attachment-too-large
   * @throws {422} attachment-empty or attachment-hash-mismatch
   */
  @Post()
  @TakesUploads()
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: UploadAttachmentDto })
  async upload(@Req() request: FastifyRequest, @Asks() { tenantId }: Caller): Promise<AttachmentDto> {
    const stored = await keepUpload(request, (content, declared) => this.files.put(tenantId, content, declared));
    const location = `/${PATH}/${stored.attachmentId}`;
    return withHead({ ...stored }, { etag: `"${stored.sha256}"`, isReplayed: false, location });
  }
}

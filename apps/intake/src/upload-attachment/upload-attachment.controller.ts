import type { CommandMeta } from '@bihuan/kernel';
import { Meta, TakesUploads, withHead } from '@bihuan/platform';
import { uploaderOf, VaultFiles } from '@bihuan/vault';
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
   * Keeps a photo or a file until a command of the same unit names it, for seven days at most; then it is that case's.
   * @throws {413} attachment-too-large
   * @throws {422} attachment-empty or attachment-hash-mismatch
   */
  @Post()
  @TakesUploads()
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: UploadAttachmentDto })
  async upload(@Req() request: FastifyRequest, @Meta() meta: CommandMeta): Promise<AttachmentDto> {
    const { tenantId, actor, idempotencyKey } = meta;
    const upload = { uploader: uploaderOf(actor), key: idempotencyKey?.key };
    const { file, isReplayed } = await keepUpload(request, (content, declared) =>
      this.files.put(tenantId, content, { ...upload, declared }),
    );
    const location = `/${PATH}/${file.attachmentId}`;
    return withHead({ ...file }, { etag: `"${file.sha256}"`, isReplayed, location });
  }
}

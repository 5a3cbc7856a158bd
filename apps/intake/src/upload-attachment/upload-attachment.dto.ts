import { MEDIA_TYPES, type MediaType } from '@bihuan/vault';
import { ApiProperty } from '@nestjs/swagger';

export class UploadAttachmentDto {
  /** JPEG, PNG, WebP, HEIC, AMR, MP3 or PDF of at most 20 MiB, or MP4 of at most 100 MiB. */
  @ApiProperty({ type: 'string', format: 'binary' })
  file: unknown;

  /** SHA-256 of the file, 64 hex; other bytes are 422 attachment-hash-mismatch. */
  @ApiProperty({ required: false, pattern: '^[0-9a-fA-F]{64}$' })
  sha256?: string;
}

export class AttachmentDto {
  /** What `attachmentIds` of a command take, for seven days. */
  @ApiProperty({ example: 'fil_0190b1f2-7a10-7c1e-9d39-2f6d0f6f2a11' })
  attachmentId: string;

  /** Of the original bytes, 64 hex. */
  sha256: string;

  /** By the content, not by the name. */
  @ApiProperty({ enum: Object.keys(MEDIA_TYPES) })
  mediaType: MediaType;

  @ApiProperty({ type: 'integer', minimum: 1 })
  bytes: number;
}

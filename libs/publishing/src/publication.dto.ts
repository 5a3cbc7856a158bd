import { DecidedEventDto } from '@bihuan/platform';
import { ApiProperty } from '@nestjs/swagger';

/** Which version of a set. */
export class VersionDto {
  /** 1, 2, 3 … */
  @ApiProperty({ type: 'integer', minimum: 1 })
  version: number;

  /** First day; null is from its publication on. */
  @ApiProperty({ type: 'string', format: 'date', nullable: true })
  validFrom: string | null;

  /** Last day; null is without end. */
  @ApiProperty({ type: 'string', format: 'date', nullable: true })
  validTo: string | null;
}

/** What a publication answers; the header field `ETag` holds the version. */
export class PublishedDto {
  @ApiProperty({ type: 'integer', minimum: 1 })
  version: number;

  /** First day; null is at once. */
  @ApiProperty({ type: 'string', format: 'date', nullable: true })
  validFrom: string | null;

  /** Rows of the set, where its fact counts them. */
  @ApiProperty({ type: 'integer', minimum: 0, required: false })
  count?: number;

  /** SHA-256 of the content's RFC 8785 form, 64 hex. */
  contentHash: string;

  /** What `?atLeast=` of a list names. */
  @ApiProperty({ type: 'integer', minimum: 1 })
  position: number;

  /** The fact that the publication added. */
  @ApiProperty({ type: [DecidedEventDto] })
  events: DecidedEventDto[];
}

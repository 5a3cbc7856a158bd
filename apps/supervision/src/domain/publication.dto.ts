import { ApiProperty } from '@nestjs/swagger';

/** A version that was published. */
export class VersionDto {
  /** 1, 2, 3 … */
  @ApiProperty({ type: 'integer', minimum: 1 })
  version: number;

  /** First day; null is from its publication on. */
  @ApiProperty({ type: 'string', format: 'date', nullable: true })
  validFrom: string | null;
}

/** The fact that a publication added. */
export class PublishedEventDto {
  @ApiProperty({ format: 'uuid' })
  eventId: string;

  /** @example 'SettingsPublished' */
  type: string;

  @ApiProperty({ type: 'integer', minimum: 1 })
  version: number;
}

/** What a publication answers; the header field `ETag` holds the version. */
export class PublishedDto {
  @ApiProperty({ type: 'integer', minimum: 1 })
  version: number;

  /** What `?atLeast=` of a list names. */
  @ApiProperty({ type: 'integer', minimum: 1 })
  position: number;

  events: PublishedEventDto[];
}

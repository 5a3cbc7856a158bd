import { ApiProperty } from '@nestjs/swagger';

/** One fact that a command added. */
export class DecidedEventDto {
  /** @example '0190b1f2-7a10-7c1e-9d39-2f6d0f6f2a11' */
  @ApiProperty({ format: 'uuid' })
  eventId: string;

  /** @example 'CaseAccepted' */
  type: string;

  /** Its place in the stream of the case, from 1. */
  @ApiProperty({ type: 'integer', minimum: 1 })
  version: number;
}

/** What an accepted command answers; the header field `ETag` holds the version. */
export class DecidedDto {
  @ApiProperty({ format: 'uuid' })
  caseId: string;

  /**
   * The number for people.
   * @example 'ZY20250807000001'
   */
  caseNo: string;

  /** Version of the case after the command: what `If-Match` of the next one names. */
  @ApiProperty({ type: 'integer', minimum: 1 })
  version: number;

  /** Status of the case after the command. */
  status: string;

  /** What `?atLeast=` of a list names, so that the list shows this command. */
  @ApiProperty({ type: 'integer', minimum: 0 })
  position: number;

  /** The facts this command added, oldest first; none when it was already so. */
  events: DecidedEventDto[];
}

import { ApiProperty } from '@nestjs/swagger';

/** What the stored rows of a case prove. */
export class CaseProofDto {
  /** Each event has the hash of what it says and names the hash of the one before it. */
  valid: boolean;

  @ApiProperty({ type: 'integer', minimum: 1 })
  headVersion: number;

  /** Hash of the newest event, 64 hex. */
  headHash: string;

  /** The first version that is not as it was recorded; null when all are. */
  @ApiProperty({ type: 'integer', minimum: 1, nullable: true })
  firstBadVersion: number | null;

  /** The newest version that a signed seal covers: up to there a removed tail is found by `bihuan verify`. */
  @ApiProperty({ type: 'integer', minimum: 0 })
  sealedVersion: number;
}

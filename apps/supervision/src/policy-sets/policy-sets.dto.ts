import { VersionDto } from '@bihuan/publishing';
import type { Policy } from '@bihuan/reference';
import { ApiProperty } from '@nestjs/swagger';

export class PolicySetInForceDto {
  /** 0 while nothing is published. */
  @ApiProperty({ type: 'integer', minimum: 0 })
  version: number;

  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } })
  policies: readonly Policy[];
}

export class PolicySetsDto {
  inForce: PolicySetInForceDto;

  /** Oldest first. */
  versions: VersionDto[];
}

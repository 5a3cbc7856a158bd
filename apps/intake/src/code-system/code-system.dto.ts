import { IsCode } from '@bihuan/platform';
import { VersionDto } from '@bihuan/publishing';
import { ApiProperty } from '@nestjs/swagger';

export class CodeSystemPathDto {
  @IsCode()
  codeSystem: string;
}

/** One version of a code table. */
export class CodeSystemVersionDto extends VersionDto {
  /** What cases name beside a code. */
  codeSystemVersion: string;
}

export class CodeSystemInForceDto extends CodeSystemVersionDto {
  codeSystem: string;

  // What a row may hold is the matter of its schema in libs/reference.
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } })
  codes: readonly object[];
}

export class CodeSystemDto {
  @ApiProperty({ type: CodeSystemInForceDto, nullable: true })
  inForce: CodeSystemInForceDto | null;

  /** Oldest first. */
  @ApiProperty({ type: [CodeSystemVersionDto] })
  versions: CodeSystemVersionDto[];
}

import { IsCivilDate, IsCode } from '@bihuan/platform';
import { ApiProperty } from '@nestjs/swagger';
import { IsArray, IsOptional } from 'class-validator';

// What a row may hold is the matter of its schema in libs/reference: it answers each fault at its own place.
const ROWS = { type: 'array', items: { type: 'object', additionalProperties: true } } as const;

export class CodeSystemPathDto {
  @IsCode()
  codeSystem: string;
}

/** One version of a code table. */
export class CodeSystemVersionDto {
  /** 1, 2, 3 … */
  @ApiProperty({ type: 'integer', minimum: 1 })
  version: number;

  /** What cases name beside a code. */
  codeSystemVersion: string;

  /** First day; null is at once. */
  @ApiProperty({ type: 'string', format: 'date', nullable: true })
  validFrom: string | null;
}

export class CodeSystemInForceDto extends CodeSystemVersionDto {
  codeSystem: string;

  @ApiProperty(ROWS)
  codes: readonly object[];
}

export class CodeSystemDto {
  @ApiProperty({ type: CodeSystemInForceDto, nullable: true })
  inForce: CodeSystemInForceDto | null;

  /** Oldest first. */
  @ApiProperty({ type: [CodeSystemVersionDto] })
  versions: CodeSystemVersionDto[];
}

export class PublishCodeSystemDto {
  /** What cases will name beside a code. */
  @IsCode()
  codeSystemVersion: string;

  /** First day of the version; absent is at once. */
  @IsOptional()
  @IsCivilDate()
  validFrom?: string;

  /** 分类代码, all of them. */
  @IsArray()
  @ApiProperty(ROWS)
  codes: readonly object[];
}

/** A version that was published. */
export class PublishedCodeSystemDto {
  @ApiProperty({ type: 'integer', minimum: 1 })
  version: number;

  /** Codes of the table. */
  @ApiProperty({ type: 'integer', minimum: 0 })
  count: number;

  /** SHA-256 of the content's RFC 8785 form, 64 hex. */
  contentHash: string;

  /** First day; null is at once. */
  @ApiProperty({ type: 'string', format: 'date', nullable: true })
  validFrom: string | null;

  /** Of its fact in the ledger. */
  @ApiProperty({ type: 'integer', minimum: 1 })
  position: number;
}

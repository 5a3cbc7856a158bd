import { IsCivilDate, IsCode } from '@bihuan/platform';
import { ApiProperty } from '@nestjs/swagger';
import { IsArray, IsOptional } from 'class-validator';

// What a row may hold is the matter of its schema in libs/reference: it answers each fault at its own place.
const ROWS = { type: 'array', items: { type: 'object', additionalProperties: true } } as const;

/** Which version of a set. */
export class VersionDto {
  /** 1, 2, 3 … */
  @ApiProperty({ type: 'integer', minimum: 1 })
  version: number;

  /** First day; null is at once. */
  @ApiProperty({ type: 'string', format: 'date', nullable: true })
  validFrom: string | null;

  /** Last day; null is without end. */
  @ApiProperty({ type: 'string', format: 'date', nullable: true })
  validTo: string | null;
}

export class UnitsInForceDto extends VersionDto {
  @ApiProperty(ROWS)
  units: readonly object[];
}

export class GridsInForceDto extends VersionDto {
  @ApiProperty(ROWS)
  grids: readonly object[];
}

export class ListInForceDto extends VersionDto {
  listId: string;

  @ApiProperty(ROWS)
  items: readonly object[];
}

export class UnitsDto {
  @ApiProperty({ type: UnitsInForceDto, nullable: true })
  inForce: UnitsInForceDto | null;

  /** Oldest first. */
  @ApiProperty({ type: [VersionDto] })
  versions: VersionDto[];
}

export class GridsDto {
  @ApiProperty({ type: GridsInForceDto, nullable: true })
  inForce: GridsInForceDto | null;

  /** Oldest first. */
  @ApiProperty({ type: [VersionDto] })
  versions: VersionDto[];
}

export class ListDto {
  @ApiProperty({ type: ListInForceDto, nullable: true })
  inForce: ListInForceDto | null;

  /** Oldest first. */
  @ApiProperty({ type: [VersionDto] })
  versions: VersionDto[];
}

abstract class PublishDto {
  /** First day of the version; absent is at once. */
  @IsOptional()
  @IsCivilDate()
  validFrom?: string;
}

export class PublishUnitsDto extends PublishDto {
  /** 承办单位, all of them. */
  @IsArray()
  @ApiProperty(ROWS)
  units: readonly object[];
}

export class PublishGridsDto extends PublishDto {
  /** 网格, all of them. */
  @IsArray()
  @ApiProperty(ROWS)
  grids: readonly object[];
}

export class PublishListDto extends PublishDto {
  /** 确权事项, all of them. */
  @IsArray()
  @ApiProperty(ROWS)
  items: readonly object[];
}

export class ListPathDto {
  @IsCode()
  listId: string;
}

/** A version that was published. */
export class PublishedDto {
  @ApiProperty({ type: 'integer', minimum: 1 })
  version: number;

  /** Rows of the set. */
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

import { IsCode } from '@bihuan/platform';
import { VersionDto } from '@bihuan/publishing';
import { ApiProperty } from '@nestjs/swagger';

// What a row may hold is the matter of its schema in libs/reference.
const ROWS = { type: 'array', items: { type: 'object', additionalProperties: true } } as const;

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

export class ListPathDto {
  @IsCode()
  listId: string;
}

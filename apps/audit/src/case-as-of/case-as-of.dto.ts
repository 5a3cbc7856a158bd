import { IsInstant, WholeNumber } from '@bihuan/platform';
import { IsOptional } from 'class-validator';

const MAX_VERSION = 1_000_000;

/** One of the two. */
export class AsOfQueryDto {
  /** The case as it stood at this instant. */
  @IsOptional()
  @IsInstant()
  at?: string;

  /** The case as it stood after this event of it, from 1. */
  @IsOptional()
  @WholeNumber(1, MAX_VERSION)
  version?: number;
}

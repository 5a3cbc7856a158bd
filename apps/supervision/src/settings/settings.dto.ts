import { VersionDto } from '@bihuan/publishing';
import type { Settings } from '@bihuan/reference';
import { ApiProperty } from '@nestjs/swagger';

export class SettingsInForceDto {
  /** 0 while nothing is published: every setting at its default. */
  @ApiProperty({ type: 'integer', minimum: 0 })
  version: number;

  @ApiProperty({ type: 'object', additionalProperties: true })
  content: Settings;
}

export class SettingsDto {
  inForce: SettingsInForceDto;

  /** Oldest first. */
  versions: VersionDto[];
}

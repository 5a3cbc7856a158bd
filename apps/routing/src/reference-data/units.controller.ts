import type { CommandMeta } from '@bihuan/kernel';
import { Asks, type Caller, Meta } from '@bihuan/platform';
import type { PublishedDocument } from '@bihuan/reference';
import { Body, Controller, Get, Post } from '@nestjs/common';
import { PublishedDto, PublishUnitsDto, UnitsDto } from './reference-data.dto.js';
import { ReferenceSets } from './reference-sets.queries.js';

const PATH = 'v1/routing/units';

@Controller(PATH)
export class UnitsController {
  constructor(private readonly sets: ReferenceSets) {}

  /** The units (承办单位): every version, and the one in force. */
  @Get()
  versions(@Asks() { tenantId }: Caller): Promise<UnitsDto> {
    return this.sets.versions(tenantId, { kind: 'units', key: 'default', contentOf });
  }

  /**
   * Publishes all units anew (ADMIN): every row is checked, all or nothing.
   * @throws {403} role-not-allowed
   */
  @Post()
  publish(@Body() { validFrom, ...content }: PublishUnitsDto, @Meta() meta: CommandMeta): Promise<PublishedDto> {
    return this.sets.publish({ kind: 'units', content, validFrom, location: `/${PATH}` }, meta);
  }
}

const contentOf = (document: PublishedDocument) => ({
  units: document.kind === 'units' ? document.content.units : [],
});

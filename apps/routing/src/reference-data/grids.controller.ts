import type { CommandMeta } from '@bihuan/kernel';
import { Asks, type Caller, Meta } from '@bihuan/platform';
import type { PublishedDocument } from '@bihuan/reference';
import { Body, Controller, Get, Post } from '@nestjs/common';
import { GridsDto, PublishedDto, PublishGridsDto } from './reference-data.dto.js';
import { ReferenceSets } from './reference-sets.queries.js';

const PATH = 'v1/routing/grids';

@Controller(PATH)
export class GridsController {
  constructor(private readonly sets: ReferenceSets) {}

  /** The grids (网格): every version, and the one in force. */
  @Get()
  versions(@Asks() { tenantId }: Caller): Promise<GridsDto> {
    return this.sets.versions(tenantId, { kind: 'grids', key: 'default', contentOf });
  }

  /**
   * Publishes all grids anew (ADMIN): every row is checked, all or nothing.
   * @throws {403} role-not-allowed
   */
  @Post()
  publish(@Body() { validFrom, ...content }: PublishGridsDto, @Meta() meta: CommandMeta): Promise<PublishedDto> {
    return this.sets.publish({ kind: 'grids', content, validFrom, location: `/${PATH}` }, meta);
  }
}

const contentOf = (document: PublishedDocument) => ({
  grids: document.kind === 'grids' ? document.content.grids : [],
});

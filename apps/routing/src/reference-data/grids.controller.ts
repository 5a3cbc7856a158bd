import type { CommandMeta } from '@bihuan/kernel';
import { Asks, type Caller, Meta } from '@bihuan/platform';
import { bodySchema, Publications, PublishedDto, setDto } from '@bihuan/publishing';
import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { GridsDto } from './reference-data.dto.js';

const PATH = 'v1/routing/grids';

@Controller(PATH)
export class GridsController {
  constructor(private readonly publications: Publications) {}

  /** The grids (网格): every version, and the one in force. */
  @Get()
  async versions(@Asks() { tenantId }: Caller): Promise<GridsDto> {
    const set = await this.publications.versions(tenantId, 'grids');
    return setDto(set, ({ content: { grids } }) => ({ grids }));
  }

  /**
   * Publishes all grids anew (ADMIN): every row is checked, all or nothing.
   * @throws {403} role-not-allowed
   * @throws {412} version-conflict
   */
  @Post()
  @ApiBody({ schema: bodySchema('grids') })
  publish(@Body() body: unknown, @Meta() meta: CommandMeta): Promise<PublishedDto> {
    return this.publications.publish({ kind: 'grids', body, location: `/${PATH}` }, meta);
  }
}

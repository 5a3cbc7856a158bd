import type { CommandMeta } from '@bihuan/kernel';
import { Asks, type Caller, Meta } from '@bihuan/platform';
import { bodySchema, Publications, PublishedDto, setDto } from '@bihuan/publishing';
import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { UnitsDto } from './reference-data.dto.js';

const PATH = 'v1/routing/units';

@Controller(PATH)
export class UnitsController {
  constructor(private readonly publications: Publications) {}

  /** The units (承办单位): every version, and the one in force. */
  @Get()
  async versions(@Asks() { tenantId }: Caller): Promise<UnitsDto> {
    const set = await this.publications.versions(tenantId, 'units');
    return setDto(set, ({ content: { units } }) => ({ units }));
  }

  /**
   * Publishes all units anew (ADMIN): every row is checked, all or nothing.
   * @throws {403} role-not-allowed
   * @throws {412} version-conflict
   */
  @Post()
  @ApiBody({ schema: bodySchema('units') })
  publish(@Body() body: unknown, @Meta() meta: CommandMeta): Promise<PublishedDto> {
    return this.publications.publish({ kind: 'units', body, location: `/${PATH}` }, meta);
  }
}

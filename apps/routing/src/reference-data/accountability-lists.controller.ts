import type { CommandMeta } from '@bihuan/kernel';
import { Asks, type Caller, Meta } from '@bihuan/platform';
import { bodySchema, Publications, PublishedDto, setDto } from '@bihuan/publishing';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { ListDto, ListPathDto } from './reference-data.dto.js';

const KIND = 'accountability-list';
const PATH = 'v1/routing/accountability-lists';

@Controller(`${PATH}/:listId`)
export class AccountabilityListsController {
  constructor(private readonly publications: Publications) {}

  /**
   * An accountability list (确权清单): every version, and the one in force. Of several lists it is the one that was
   * published last.
   * @throws {404} not-found
   */
  @Get()
  async versions(@Param() { listId }: ListPathDto, @Asks() { tenantId }: Caller): Promise<ListDto> {
    const set = await this.publications.versions(tenantId, KIND, listId);
    return setDto(set, ({ content: { items } }) => ({ listId, items }));
  }

  /**
   * Publishes the list anew (ADMIN): every item is checked, all or nothing. It takes the place of any other list.
   * @throws {403} role-not-allowed
   * @throws {412} version-conflict
   */
  @Post()
  @ApiBody({ schema: bodySchema(KIND) })
  publish(
    @Param() { listId: key }: ListPathDto,
    @Body() body: unknown,
    @Meta() meta: CommandMeta,
  ): Promise<PublishedDto> {
    return this.publications.publish({ kind: KIND, key, body, location: `/${PATH}/${key}` }, meta);
  }
}

import type { CommandMeta } from '@bihuan/kernel';
import { Asks, type Caller, Meta, Problem } from '@bihuan/platform';
import type { PublishedDocument } from '@bihuan/reference';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ListDto, ListPathDto, PublishedDto, PublishListDto } from './reference-data.dto.js';
import { ReferenceSets } from './reference-sets.queries.js';

const PATH = 'v1/routing/accountability-lists';

@Controller(`${PATH}/:listId`)
export class AccountabilityListsController {
  constructor(private readonly sets: ReferenceSets) {}

  /**
   * An accountability list (确权清单): every version, and the one in force.
   * @throws {404} not-found
   */
  @Get()
  async versions(@Param() { listId }: ListPathDto, @Asks() { tenantId }: Caller): Promise<ListDto> {
    const set = await this.sets.versions(tenantId, { kind: 'accountability-list', key: listId, contentOf });
    if (set.versions.length === 0) throw new Problem('not-found');
    return set;
  }

  /**
   * Publishes the list anew (ADMIN): every item is checked, all or nothing.
   * @throws {403} role-not-allowed
   */
  @Post()
  publish(
    @Param() { listId }: ListPathDto,
    @Body() { validFrom, items }: PublishListDto,
    @Meta() meta: CommandMeta,
  ): Promise<PublishedDto> {
    const set = { kind: 'accountability-list', content: { listId, items }, validFrom } as const;
    return this.sets.publish({ ...set, location: `/${PATH}/${listId}` }, meta);
  }
}

const contentOf = (document: PublishedDocument) => ({
  listId: document.key,
  items: document.kind === 'accountability-list' ? document.content.items : [],
});

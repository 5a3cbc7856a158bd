import { staffOnly } from '@bihuan/case';
import type { CommandMeta } from '@bihuan/kernel';
import { Asks, type Caller, Meta } from '@bihuan/platform';
import { bodySchema, Publications, PublishedDto, versionDto } from '@bihuan/publishing';
import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { PolicySetsDto } from './policy-sets.dto.js';

const PATH = 'v1/supervision/policy-sets';

@Controller(PATH)
export class PolicySetsController {
  constructor(private readonly publications: Publications) {}

  /**
   * The time-limit policies (时限规则) in force, and the versions that were published.
   * @throws {403} role-not-allowed
   */
  @Get()
  async show(@Asks() { tenantId, actor }: Caller): Promise<PolicySetsDto> {
    staffOnly(actor);
    const { inForce, versions } = await this.publications.versions(tenantId, 'sla-policy');
    const { version = 0, content } = inForce ?? {};
    return { inForce: { version, policies: content?.policies ?? [] }, versions: versions.map(versionDto) };
  }

  /**
   * Publishes all policies anew (ADMIN): every record is checked, and any fault forbids all of them.
   * @throws {403} role-not-allowed
   * @throws {412} version-conflict
   */
  @Post()
  @ApiBody({ schema: bodySchema('sla-policy') })
  publish(@Body() body: unknown, @Meta() meta: CommandMeta): Promise<PublishedDto> {
    return this.publications.publish({ kind: 'sla-policy', body, location: `/${PATH}` }, meta);
  }
}

import type { CommandMeta } from '@bihuan/kernel';
import { Asks, type Caller, Meta } from '@bihuan/platform';
import { ReferenceStore } from '@bihuan/reference-store';
import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { PublishedDto } from '../domain/publication.dto.js';
import { bodySchema, Publications, versionDto } from '../domain/publication.handler.js';
import { staffOnly } from '../domain/readers.policy.js';
import { PolicySetsDto } from './policy-sets.dto.js';

@Controller('v1/supervision/policy-sets')
export class PolicySetsController {
  constructor(
    private readonly references: ReferenceStore,
    private readonly publications: Publications,
  ) {}

  /**
   * The time-limit policies (时限规则) in force, and the versions that were published.
   * @throws {403} role-not-allowed
   */
  @Get()
  async show(@Asks() { tenantId, actor }: Caller): Promise<PolicySetsDto> {
    staffOnly(actor);
    const documents = await this.references.versionsOf(tenantId, 'sla-policy', 'default');
    const { policySet } = await this.references.inForce(tenantId);
    const { policySetVersion: version, policies } = policySet;
    return { inForce: { version, policies }, versions: documents.map(versionDto) };
  }

  /**
   * Publishes all policies anew (ADMIN): every record is checked, and any fault forbids all of them.
   * @throws {403} role-not-allowed
   */
  @Post()
  @HttpCode(200)
  @ApiBody({ schema: bodySchema('sla-policy') })
  publish(@Body() body: unknown, @Meta() meta: CommandMeta): Promise<PublishedDto> {
    return this.publications.publish('sla-policy', body, meta);
  }
}

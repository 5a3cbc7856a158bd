import type { CommandMeta } from '@bihuan/kernel';
import { Asks, type Caller, Meta } from '@bihuan/platform';
import { ReferenceStore } from '@bihuan/reference-store';
import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { PublishedDto } from '../domain/publication.dto.js';
import { bodySchema, Publications, versionDto } from '../domain/publication.handler.js';
import { staffOnly } from '../domain/readers.policy.js';
import { SettingsDto } from './settings.dto.js';

@Controller('v1/supervision/settings')
export class SettingsController {
  constructor(
    private readonly references: ReferenceStore,
    private readonly publications: Publications,
  ) {}

  /**
   * The tenant's settings (租户设置) in force, with every default, and the versions that were published.
   * @throws {403} role-not-allowed
   */
  @Get()
  async show(@Asks() { tenantId, actor }: Caller): Promise<SettingsDto> {
    staffOnly(actor);
    const documents = await this.references.versionsOf(tenantId, 'settings', 'default');
    const { settings: content } = await this.references.inForce(tenantId);
    const version = documents.findLast((document) => document.content === content)?.version ?? 0;
    return { inForce: { version, content }, versions: documents.map(versionDto) };
  }

  /**
   * Publishes new settings as a whole (ADMIN): a setting left out is at its default again.
   * @throws {403} role-not-allowed
   */
  @Post()
  @HttpCode(200)
  @ApiBody({ schema: bodySchema('settings') })
  publish(@Body() body: unknown, @Meta() meta: CommandMeta): Promise<PublishedDto> {
    return this.publications.publish('settings', body, meta);
  }
}

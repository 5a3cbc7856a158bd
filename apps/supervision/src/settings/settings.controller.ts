import { staffOnly } from '@bihuan/case';
import type { CommandMeta } from '@bihuan/kernel';
import { Asks, type Caller, Meta } from '@bihuan/platform';
import { bodySchema, Publications, PublishedDto, versionDto } from '@bihuan/publishing';
import { ReferenceStore } from '@bihuan/reference-store';
import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { SettingsDto } from './settings.dto.js';

const PATH = 'v1/supervision/settings';

@Controller(PATH)
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
    const { inForce, versions } = await this.publications.versions(tenantId, 'settings');
    const { settings: content } = await this.references.inForce(tenantId);
    return { inForce: { version: inForce?.version ?? 0, content }, versions: versions.map(versionDto) };
  }

  /**
   * Publishes new settings as a whole (ADMIN): a setting left out is at its default again.
   * @throws {403} role-not-allowed
   * @throws {412} version-conflict
   */
  @Post()
  @ApiBody({ schema: bodySchema('settings') })
  publish(@Body() body: unknown, @Meta() meta: CommandMeta): Promise<PublishedDto> {
    return this.publications.publish({ kind: 'settings', body, location: `/${PATH}` }, meta);
  }
}

import type { CommandMeta } from '@bihuan/kernel';
import { Asks, type Caller, Meta } from '@bihuan/platform';
import { bodySchema, Publications, PublishedDto, setDto, versionDto } from '@bihuan/publishing';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { CodeSystemDto, CodeSystemPathDto } from './code-system.dto.js';

const KIND = 'code-system';
const PATH = 'v1/intake/code-systems';

@Controller(`${PATH}/:codeSystem`)
export class CodeSystemController {
  constructor(private readonly publications: Publications) {}

  /**
   * A code table (分类代码): every version, and the one in force.
   * @throws {404} not-found
   */
  @Get()
  async versions(@Param() { codeSystem }: CodeSystemPathDto, @Asks() { tenantId }: Caller): Promise<CodeSystemDto> {
    const set = await this.publications.versions(tenantId, KIND, codeSystem);
    const named = set.versions.map((version) =>
      Object.assign(versionDto(version), { codeSystemVersion: version.content.codeSystemVersion }),
    );
    return { ...setDto(set, ({ content }) => content), versions: named };
  }

  /**
   * Publishes the table anew (ADMIN): every row is checked, all or nothing.
   * @throws {403} role-not-allowed
   * @throws {412} version-conflict
   */
  @Post()
  @ApiBody({ schema: bodySchema(KIND) })
  publish(
    @Param() { codeSystem: key }: CodeSystemPathDto,
    @Body() body: unknown,
    @Meta() meta: CommandMeta,
  ): Promise<PublishedDto> {
    return this.publications.publish({ kind: KIND, key, body, location: `/${PATH}/${key}` }, meta);
  }
}

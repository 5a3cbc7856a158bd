import type { CommandMeta } from '@bihuan/kernel';
import { Asks, type Caller, Meta, Problem, withHead } from '@bihuan/platform';
import { type DocumentOf, type Problem as TableProblem, problemTexts, type PublishedDocument } from '@bihuan/reference';
import { ReferenceStore } from '@bihuan/reference-store';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { onlyFor } from '../domain/roles.policy.js';
import {
  CodeSystemDto,
  CodeSystemPathDto,
  CodeSystemVersionDto,
  PublishCodeSystemDto,
  PublishedCodeSystemDto,
} from './code-system.dto.js';

type Table = DocumentOf<'code-system'>;

@Controller('v1/intake/code-systems/:codeSystem')
export class CodeSystemController {
  constructor(private readonly references: ReferenceStore) {}

  /**
   * A code table (分类代码): every version, and the one in force.
   * @throws {404} not-found
   */
  @Get()
  async versions(@Param() { codeSystem }: CodeSystemPathDto, @Asks() { tenantId }: Caller): Promise<CodeSystemDto> {
    const documents = await this.references.versionsOf(tenantId, 'code-system', codeSystem);
    const versions = documents.filter(isTable);
    if (versions.length === 0) throw new Problem('not-found');
    const { codeSystems } = await this.references.inForce(tenantId);
    const known = codeSystems.get(codeSystem);
    const inForce = versions.findLast(({ content }) => content === known);
    return {
      inForce: inForce ? Object.assign(versionOf(inForce), { codeSystem, codes: inForce.content.codes }) : null,
      versions: versions.map(versionOf),
    };
  }

  /**
   * Publishes the table anew (ADMIN): every row is checked, all or nothing.
   * @throws {403} role-not-allowed
   */
  @Post()
  async publish(
    @Param() { codeSystem }: CodeSystemPathDto,
    @Body() { validFrom, ...table }: PublishCodeSystemDto,
    @Meta() meta: CommandMeta,
  ): Promise<PublishedCodeSystemDto> {
    onlyFor(meta.actor, 'ADMIN');
    const outcome = await this.references.publish('code-system', { codeSystem, ...table }, validFrom, meta);
    if (!('event' in outcome)) throw new Problem('invalid-request', { faults: outcome.problems.map(faultOf) });
    const { version, position } = outcome.event.meta;
    const contentHash = 'contentHash' in outcome.event.data ? String(outcome.event.data.contentHash) : '';
    const answer = Object.assign(new PublishedCodeSystemDto(), {
      version,
      count: table.codes.length,
      contentHash,
      validFrom: validFrom ?? null,
      position,
    });
    return withHead(answer, {
      etag: `"${version}"`,
      isReplayed: false,
      location: `/v1/intake/code-systems/${codeSystem}`,
    });
  }
}

const isTable = (document: PublishedDocument): document is Table => document.kind === 'code-system';

const versionOf = ({ version, content: { codeSystemVersion }, validFrom }: Table): CodeSystemVersionDto => ({
  version,
  codeSystemVersion,
  validFrom: validFrom ?? null,
});

const faultOf = ({ pointer, code }: TableProblem) => ({ pointer, code, ...problemTexts[code] });

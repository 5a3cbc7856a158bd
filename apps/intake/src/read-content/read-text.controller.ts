import { Asks, type Caller } from '@bihuan/platform';
import { VaultReads } from '@bihuan/vault';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { isPartyText } from '../domain/reader.policy.js';
import { CaseContents } from './case-contents.edge.js';
import { ReadContentQueryDto, TextDto } from './read-content.dto.js';

@Controller('v1/intake/texts/:ref')
export class ReadTextController {
  constructor(
    private readonly contents: CaseContents,
    private readonly reads: VaultReads,
  ) {}

  /**
   * A text of a case, read for a purpose. The read is recorded before it is answered, a refused one too.
   * @throws {403} identity-not-permitted
   * @throws {404} case-not-found or not-in-vault
   * @throws {410} subject-erased
   * @throws {422} purpose-required
   */
  @Get()
  async read(
    @Param('ref') ref: string,
    @Query() { caseId, purpose }: ReadContentQueryDto,
    @Asks() caller: Caller,
  ): Promise<TextDto> {
    let kind = '';
    const text = await this.contents.read(
      {
        ref,
        caseId,
        purpose,
        find: async ({ textRefs }) => {
          const kept = textRefs.find((one) => one.ref === ref);
          kind = kept?.kind ?? '';
          return kept && { isFromReporter: isPartyText(kept.kind) };
        },
      },
      caller,
      (read) => this.reads.text(read),
    );
    return { ref, kind, text };
  }
}

import type { CommandMeta } from '@bihuan/kernel';
import { Meta, PathIdPipe } from '@bihuan/platform';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { RevealIdentity } from './identity-looks.edge.js';
import { RevealedDto, RevealIdentityDto } from './reveal-identity.dto.js';

@Controller('v1/intake/cases/:caseId/reveal')
export class RevealIdentityController {
  constructor(private readonly commands: CommandBus) {}

  /**
   * Shows the complainant, masked or in full by role, purpose and confidentiality. Recorded before it is answered, a
   * refused look too.
   * @throws {403} identity-not-permitted
   * @throws {404} case-not-found or not-in-vault
   * @throws {410} subject-erased
   * @throws {422} purpose-required
   */
  @Post()
  @HttpCode(200)
  async reveal(
    @Param('caseId', PathIdPipe) caseId: string,
    @Body() { fields, purpose }: RevealIdentityDto,
    @Meta() meta: CommandMeta,
  ): Promise<RevealedDto> {
    return this.commands.execute(new RevealIdentity({ caseId, fields, purpose }, meta));
  }
}

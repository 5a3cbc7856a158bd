import { onlyFor } from '@bihuan/case';
import type { CommandMeta, Decided } from '@bihuan/kernel';
import { Meta, withHead } from '@bihuan/platform';
import { EraseSubject, type SubjectState } from '@bihuan/vault';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ErasedDto, EraseSubjectDto } from './erase-subject.dto.js';

@Controller('v1/intake/subjects/:ref/erase')
export class EraseSubjectController {
  constructor(private readonly commands: CommandBus) {}

  /**
   * Destroys what the vault keeps of a person, the person's words and photos too (PRIVACY_OFFICER; PIPL art. 47). The
   * facts stay, and their chain stays valid.
   * @throws {403} role-not-allowed
   * @throws {404} not-in-vault
   * @throws {409} legal-hold
   */
  @Post()
  @HttpCode(200)
  async erase(
    @Param('ref') subjectRef: string,
    @Body() { cause = 'SUBJECT_REQUEST' }: EraseSubjectDto,
    @Meta() meta: CommandMeta,
  ): Promise<ErasedDto> {
    onlyFor(meta.actor, 'PRIVACY_OFFICER');
    const decided: Decided<SubjectState> = await this.commands.execute(new EraseSubject({ subjectRef, cause }, meta));
    const { version, position, replayed } = decided;
    const events = decided.events.map(({ type, meta: { eventId, version: at } }) => ({ eventId, type, version: at }));
    return withHead({ subjectRef, version, position, events }, { etag: `"${version}"`, isReplayed: replayed });
  }
}

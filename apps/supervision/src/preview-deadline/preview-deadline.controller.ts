import { staffOnly } from '@bihuan/case';
import { Asks, type Caller, Problem } from '@bihuan/platform';
import { ReferenceStore } from '@bihuan/reference-store';
import { InvalidLimit } from '@bihuan/working-time';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { DeadlinePreviewDto, PreviewDeadlineDto } from './preview-deadline.dto.js';
import { limitOf, previewDeadline } from './preview-deadline.policy.js';

@Controller('v1/supervision/deadline-previews')
export class PreviewDeadlineController {
  constructor(private readonly references: ReferenceStore) {}

  /**
   * Tries out a limit: when it would end, and how it is counted (时限试算). Records nothing.
   * @throws {403} role-not-allowed
   * @throws {422} calendar-missing
   */
  @Post()
  @HttpCode(200)
  async preview(
    @Body() { startAt, limit, calendarId }: PreviewDeadlineDto,
    @Asks() { actor, tenantId }: Caller,
  ): Promise<DeadlinePreviewDto> {
    staffOnly(actor);
    const counted = limitOf(limit) ?? refuseUnit();
    const reference = await this.references.inForce(tenantId);
    try {
      return previewDeadline(startAt, counted, calendarId, reference);
    } catch (error) {
      if (error instanceof InvalidLimit) throw tooLong();
      throw error;
    }
  }
}

function refuseUnit(): never {
  const words = { zh: '该计时规则不支持此单位', en: 'The rule does not count in this unit' };
  throw new Problem('invalid-request', { faults: [{ pointer: '/limit/unit', code: 'not-in-list', ...words }] });
}

const tooLong = (): Problem => {
  const words = { zh: '时限过长', en: 'The limit is longer than any' };
  return new Problem('invalid-request', { faults: [{ pointer: '/limit/amount', code: 'too-large', ...words }] });
};

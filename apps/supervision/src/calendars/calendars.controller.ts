import type { CommandMeta } from '@bihuan/kernel';
import { Asks, type Caller, Meta, Problem } from '@bihuan/platform';
import type { PublishedDocument } from '@bihuan/reference';
import { ReferenceStore } from '@bihuan/reference-store';
import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { PublishedDto } from '../domain/publication.dto.js';
import { bodySchema, Publications, versionDto } from '../domain/publication.handler.js';
import { staffOnly } from '../domain/readers.policy.js';
import { CalendarDto, CalendarVersionDto } from './calendars.dto.js';

@Controller('v1/supervision/calendars/:calendarId')
export class CalendarsController {
  constructor(
    private readonly references: ReferenceStore,
    private readonly publications: Publications,
  ) {}

  /**
   * A working calendar (工作日历): its years in force, and all that were published.
   * @throws {403} role-not-allowed
   * @throws {404} not-found
   */
  @Get()
  async show(@Param('calendarId') calendarId: string, @Asks() { tenantId, actor }: Caller): Promise<CalendarDto> {
    staffOnly(actor);
    const documents = await this.references.versionsOf(tenantId, 'calendar', calendarId);
    const calendar = (await this.references.inForce(tenantId)).calendars.get(calendarId);
    if (!calendar) throw new Problem('not-found');
    const { calendarVersion: version, years } = calendar;
    return { calendarId, inForce: { version, years }, versions: documents.flatMap(yearDto) };
  }

  /**
   * Publishes one year of a calendar as a whole, for the first time or anew (ADMIN).
   * @throws {403} role-not-allowed
   */
  @Post()
  @HttpCode(200)
  @ApiBody({ schema: bodySchema('calendar', ['calendarId']) })
  publish(
    @Param('calendarId') calendarId: string,
    @Body() body: unknown,
    @Meta() meta: CommandMeta,
  ): Promise<PublishedDto> {
    return this.publications.publish('calendar', body, meta, { calendarId });
  }
}

function yearDto(document: PublishedDocument): CalendarVersionDto[] {
  if (document.kind !== 'calendar') return [];
  const { version, validFrom } = versionDto(document);
  const { year, source } = document.content;
  return [{ version, validFrom, year, source }];
}

import { staffOnly } from '@bihuan/case';
import type { CommandMeta } from '@bihuan/kernel';
import { Asks, type Caller, Meta, Problem } from '@bihuan/platform';
import { bodySchema, Publications, PublishedDto } from '@bihuan/publishing';
import { ReferenceStore } from '@bihuan/reference-store';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { CalendarDto, calendarDto, CalendarPathDto } from './calendars.dto.js';

const KIND = 'calendar';
const PATH = 'v1/supervision/calendars';

@Controller(`${PATH}/:calendarId`)
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
  async show(@Param() { calendarId }: CalendarPathDto, @Asks() { tenantId, actor }: Caller): Promise<CalendarDto> {
    staffOnly(actor);
    const { versions } = await this.publications.versions(tenantId, KIND, calendarId);
    const calendar = (await this.references.inForce(tenantId)).calendars.get(calendarId);
    if (!calendar) throw new Problem('not-found');
    return calendarDto(calendar, versions);
  }

  /**
   * Publishes one year of a calendar as a whole, for the first time or anew (ADMIN).
   * @throws {403} role-not-allowed
   * @throws {412} version-conflict
   */
  @Post()
  @ApiBody({ schema: bodySchema(KIND) })
  publish(
    @Param() { calendarId: key }: CalendarPathDto,
    @Body() body: unknown,
    @Meta() meta: CommandMeta,
  ): Promise<PublishedDto> {
    return this.publications.publish({ kind: KIND, key, body, location: `/${PATH}/${key}` }, meta);
  }
}

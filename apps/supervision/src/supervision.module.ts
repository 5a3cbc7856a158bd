import { caseFold } from '@bihuan/case';
import { caseHandler } from '@bihuan/case-store';
import { Runners } from '@bihuan/event-store';
import { Publications } from '@bihuan/publishing';
import { Module } from '@nestjs/common';
import { CalendarsController } from './calendars/calendars.controller.js';
import { CaseClocksController } from './case-clocks/case-clocks.controller.js';
import { ExplainBreachController } from './explain-breach/explain-breach.controller.js';
import { ExplainBreach, explainBreach } from './explain-breach/explain-breach.decider.js';
import { SlaBoard1764000003000 } from './migrations/1764000003000-sla-board.migration.js';
import { SupervisionDeadLetters1764000003100 } from './migrations/1764000003100-dead-letters.migration.js';
import { SupervisionLogins1764000003200 } from './migrations/1764000003200-supervision-logins.migration.js';
import { PolicySetsController } from './policy-sets/policy-sets.controller.js';
import { PreviewDeadlineController } from './preview-deadline/preview-deadline.controller.js';
import { SettingsController } from './settings/settings.controller.js';
import { SettleClocksHandler } from './settle-clocks/settle-clocks.handler.js';
import { settleClocksOn } from './settle-clocks/settle-clocks.reaction.js';
import { SettleClocksTimer } from './settle-clocks/settle-clocks.timer.js';
import { SlaBoardController } from './sla-board/sla-board.controller.js';
import { slaBoard } from './sla-board/sla-board.projection.js';
import { SlaBoardQueries } from './sla-board/sla-board.queries.js';

/** 督办: the clocks of every case, and what a tenant counts them by. */
@Module({
  controllers: [
    CalendarsController,
    CaseClocksController,
    ExplainBreachController,
    PolicySetsController,
    PreviewDeadlineController,
    SettingsController,
    SlaBoardController,
  ],
  providers: [
    Publications,
    SettleClocksHandler,
    SettleClocksTimer,
    SlaBoardQueries,
    caseHandler(ExplainBreach, explainBreach),
  ],
})
export class SupervisionModule {
  constructor(runners: Runners) {
    runners.addReactions('supervision.reactions', [settleClocksOn]);
    runners.addProjection('case', caseFold, slaBoard);
  }
}

/** Tables of this service, oldest first. */
export const supervisionMigrations = [
  SlaBoard1764000003000,
  SupervisionDeadLetters1764000003100,
  SupervisionLogins1764000003200,
];

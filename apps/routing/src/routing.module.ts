import { caseFold } from '@bihuan/case';
import { caseHandler } from '@bihuan/case-store';
import { Runners } from '@bihuan/event-store';
import { Publications } from '@bihuan/publishing';
import { Module } from '@nestjs/common';
import { DecideJointReviewController } from './decide-joint-review/decide-joint-review.controller.js';
import { DecideJointReview, decideJointReview } from './decide-joint-review/decide-joint-review.decider.js';
import { DispatchCaseController } from './dispatch-case/dispatch-case.controller.js';
import { DispatchCase, dispatchCase } from './dispatch-case/dispatch-case.decider.js';
import { DispatchReworkController } from './dispatch-rework/dispatch-rework.controller.js';
import { DispatchRework, dispatchRework } from './dispatch-rework/dispatch-rework.decider.js';
import { dispatchReworkOn } from './dispatch-rework/dispatch-rework.reaction.js';
import { ExplainRouteController } from './explain-route/explain-route.controller.js';
import { UnitInbox1764000002000 } from './migrations/1764000002000-unit-inbox.migration.js';
import { RoutingDeadLetters1764000002100 } from './migrations/1764000002100-dead-letters.migration.js';
import { RoutingLogins1764000002200 } from './migrations/1764000002200-routing-logins.migration.js';
import { AccountabilityListsController } from './reference-data/accountability-lists.controller.js';
import { GridsController } from './reference-data/grids.controller.js';
import { UnitsController } from './reference-data/units.controller.js';
import { ResolveRoute, resolveRoute } from './resolve-route/resolve-route.decider.js';
import { resolveRouteOn } from './resolve-route/resolve-route.reaction.js';
import { SignOffAssignmentController } from './sign-off-assignment/sign-off-assignment.controller.js';
import { SignOffAssignment, signOffAssignment } from './sign-off-assignment/sign-off-assignment.decider.js';
import { UnitInboxController } from './unit-inbox/unit-inbox.controller.js';
import { unitInbox } from './unit-inbox/unit-inbox.projection.js';
import { UnitInboxQueries } from './unit-inbox/unit-inbox.queries.js';

/** 分流交办: who gets a case, by the accountability list or by hand, and what waits on each unit. */
@Module({
  controllers: [
    DispatchCaseController,
    DecideJointReviewController,
    SignOffAssignmentController,
    DispatchReworkController,
    ExplainRouteController,
    UnitInboxController,
    UnitsController,
    GridsController,
    AccountabilityListsController,
  ],
  providers: [
    caseHandler(ResolveRoute, resolveRoute),
    caseHandler(DispatchCase, dispatchCase),
    caseHandler(DecideJointReview, decideJointReview),
    caseHandler(SignOffAssignment, signOffAssignment),
    caseHandler(DispatchRework, dispatchRework),
    UnitInboxQueries,
    Publications,
  ],
})
export class RoutingModule {
  constructor(runners: Runners) {
    runners.addReactions('routing.reactions', [resolveRouteOn, dispatchReworkOn]);
    runners.addProjection('case', caseFold, unitInbox);
  }
}

/** Tables of this service, oldest first. */
export const routingMigrations = [UnitInbox1764000002000, RoutingDeadLetters1764000002100, RoutingLogins1764000002200];

import { caseDecider } from '@bihuan/case';
import { Command } from '@bihuan/kernel';
import { routeByList } from '../domain/routing.policy.js';

export class ResolveRoute extends Command<{ caseId: string }> {}

/** 分流: the accountability list (确权清单) decides who gets an accepted case, or that a joint review must. */
export const resolveRoute = caseDecider('ResolveRoute', {
  decide: (_: ResolveRoute, state, occasion) => routeByList(state, occasion),
});

import { refuse, sightOf as sightOfRole } from '@bihuan/case';
import type { Actor, Binding, NewEvent } from '@bihuan/kernel';

/** What of a tenant's events a reader of the feed may see. */
export interface Sight {
  readonly tenantId: string;
  /** Streams of other types are left out; undefined: all that leave the database. */
  readonly onlyCases: boolean;
  /** Cases of these sources alone; undefined: of all. */
  readonly sources: ReadonlySet<string> | undefined;
  /** The topic of this unit alone, and not the events themselves; undefined for a reader that is no unit. */
  readonly unitId: string | undefined;
}

/** What a reader's sight needs to know of an event. */
export interface Seen {
  readonly tenantId: string;
  readonly streamType: string;
}

/**
 * 对外事件: an auditor sees the tenant's events, an integrator the cases of its own sources, a unit its topic.
 * @throws Refusal ROLE_NOT_ALLOWED for everybody else
 */
export function sightOf(
  { tenantId, actor, binding }: { readonly tenantId: string; readonly actor: Actor; readonly binding: Binding },
  streams: 'case' | 'all',
): Sight {
  const { role, unitId } = actor;
  const ofCases = { tenantId, onlyCases: true, sources: undefined, unitId: undefined };
  if (role === 'AUDITOR') return { ...ofCases, onlyCases: streams === 'case' };
  if (role === 'INTEGRATOR') return { ...ofCases, sources: new Set(binding.sourceSystems) };
  if (sightOfRole(role) === 'UNIT' && unitId !== undefined) return { ...ofCases, unitId };
  return refuse('ROLE_NOT_ALLOWED', { role });
}

/** Whether an event is of a stream that the reader may see; which source its case has is another question. */
export const isInSight = ({ tenantId, onlyCases }: Sight, event: Seen): boolean =>
  // Identity never leaves the database, not even as the fact that there is one.
  event.tenantId === tenantId && event.streamType !== 'subject' && (!onlyCases || event.streamType === 'case');

/** Whether the event hands a case to the unit: before the first of these a case is none of the unit's. */
export const isHandOverTo = (unitId: string, { type, data }: NewEvent): boolean =>
  type === 'AssignmentDispatched' && 'unitId' in data && data.unitId === unitId;

import { refuse } from '@bihuan/case';
import type { Actor, Binding } from '@bihuan/kernel';

/** What of a tenant's events a reader of the feed may see. */
export interface Sight {
  readonly tenantId: string;
  /** Streams of other types are left out; undefined: all that leave the database. */
  readonly onlyCases: boolean;
  /** Cases of these sources alone; undefined: of all. */
  readonly sources: ReadonlySet<string> | undefined;
}

/** What a reader's sight needs to know of an event. */
export interface Seen {
  readonly tenantId: string;
  readonly streamType: string;
}

/**
 * 对外事件: an auditor sees the tenant's events, an integrator the cases of its own sources.
 * @throws Refusal ROLE_NOT_ALLOWED for everybody else
 */
export function sightOf(
  { tenantId, actor, binding }: { readonly tenantId: string; readonly actor: Actor; readonly binding: Binding },
  streams: 'case' | 'all',
): Sight {
  if (actor.role === 'AUDITOR') return { tenantId, onlyCases: streams === 'case', sources: undefined };
  if (actor.role === 'INTEGRATOR') return { tenantId, onlyCases: true, sources: new Set(binding.sourceSystems) };
  return refuse('ROLE_NOT_ALLOWED', { role: actor.role });
}

/** Whether an event is of a stream that the reader may see; which source its case has is another question. */
export const isInSight = ({ tenantId, onlyCases }: Sight, event: Seen): boolean =>
  // Identity never leaves the database, not even as the fact that there is one.
  event.tenantId === tenantId && event.streamType !== 'subject' && (!onlyCases || event.streamType === 'case');

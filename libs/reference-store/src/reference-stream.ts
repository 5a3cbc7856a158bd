import { idOf } from '@bihuan/event-store';
import { kinds, type ReferenceKind } from '@bihuan/reference';

/** Stream of a kind: its id is made of tenant, type and key, so that every process finds it. */
export const referenceStream = (tenantId: string, kind: ReferenceKind, key: string): string =>
  `${kinds[kind].streamType}-${idOf(`${tenantId}/${kinds[kind].streamType}/${key}`)}`;

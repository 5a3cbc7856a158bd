import type { CommandMeta, DomainEvent, Fold, StreamState } from '@bihuan/kernel';
import type { KeyRow } from './append-batch.js';
import { KeyReused } from './errors.js';
import type { KeyUse } from './ledger.js';
import type { RecordedEvent } from './recorded-event.js';
import { StreamSnapshot } from './stream-memory.js';

/** 72 h: how long a caller's key is remembered (draft-ietf-httpapi-idempotency-key-header leaves it to the server). */
const KEY_SECONDS = 72 * 3600;

/** A key with the body it is used with. */
export interface KeyedBody {
  readonly key: string;
  readonly bodyHmac: Uint8Array;
}

/** The keys that a command comes with: the caller's `Idempotency-Key`, and the permanent one of what it claims. */
export interface Keys {
  readonly idempotency: KeyedBody | undefined;
  readonly claim: KeyedBody | undefined;
}

export const keysOf = ({ idempotencyKey }: CommandMeta, claim: KeyedBody | undefined): Keys => ({
  idempotency: idempotencyKey,
  claim,
});

export const namesOf = ({ idempotency, claim }: Keys): string[] =>
  [idempotency, claim].flatMap((own) => (own ? [own.key] : []));

/** The rows that an append leaves of its keys. */
export const keyRows = (
  { idempotency, claim }: Keys,
  appended: Pick<KeyRow, 'streamId' | 'firstVersion' | 'lastVersion'>,
): KeyRow[] => [
  ...(idempotency ? [{ ...appended, ...idempotency, seconds: KEY_SECONDS }] : []),
  ...(claim ? [{ ...appended, ...claim }] : []),
];

/** The use that answers a command; the caller's own key goes before what it claims. */
export const useFor = (uses: readonly KeyUse[], { idempotency }: Keys): KeyUse | undefined =>
  uses.find(({ key }) => key === idempotency?.key) ?? uses[0];

/** @throws KeyReused when the key was first used with another body */
export function checkBody(use: KeyUse, { idempotency, claim }: Keys): void {
  const own = [idempotency, claim].find((keyed) => keyed?.key === use.key);
  const isSame = own !== undefined && use.bodyHmac !== null && Buffer.compare(own.bodyHmac, use.bodyHmac) === 0;
  if (!isSame) throw new KeyReused(use.key, use.streamId);
}

/** The stream as the first use of a key left it, and what that use added. */
export function asOfUse<State extends StreamState, Reads extends DomainEvent>(
  events: readonly RecordedEvent[],
  fold: Fold<State, Reads>,
  { firstVersion, lastVersion }: KeyUse,
) {
  const then = new StreamSnapshot(events.slice(0, lastVersion));
  return { state: then.stateOf(fold), version: then.version, events: then.events.slice(firstVersion - 1) };
}

import type { Database } from './database.js';
import type { EventRow } from './event-row.js';
import { FIRST_PREVIOUS_HASH, hashOf } from './recorded-event.js';

/** A row of `ledger.events` as it is stored: `actor` and `data` as the very texts that were hashed. */
export type StoredRow = Omit<EventRow, 'actor' | 'data'> & { readonly actor: string; readonly data: string };

export const STORED_COLUMNS = `position, tenant_id, stream_id, version, event_id, type, schema_version, occurred_at,
  recorded_at, actor::text as actor, correlation_id, causation_id, command_id, service, classification, hash_alg,
  prev_hash, hash, data::text as data`;

/** Where a chain stands. */
export interface Link {
  readonly version: number;
  readonly hash: string;
}

/** Before the first event of a stream. */
export const FIRST_LINK: Link = { version: 0, hash: FIRST_PREVIOUS_HASH };

/** The chain after a row. */
export const linkOf = ({ version, hash }: StoredRow): Link => ({ version, hash: hash.toString('hex') });

/** Why a row cannot stand where it stands, in words; undefined when it can. */
export function faultOf(row: StoredRow, before: Link): string | undefined {
  if (row.version !== before.version + 1) return `version ${row.version} follows version ${before.version}`;
  if (row.prev_hash.toString('hex') !== before.hash) return 'it does not follow the event before it';
  return hashOfRow(row) === row.hash.toString('hex') ? undefined : 'its hash is not that of what it says';
}

const hashOfRow = (row: StoredRow): string =>
  hashOf({
    actor: row.actor,
    causationId: row.causation_id ?? undefined,
    classification: row.classification,
    commandId: row.command_id,
    correlationId: row.correlation_id,
    data: row.data,
    eventId: row.event_id,
    eventType: row.type,
    hashAlg: row.hash_alg,
    occurredAt: row.occurred_at,
    prevHash: row.prev_hash.toString('hex'),
    recordedAt: row.recorded_at,
    schemaVersion: row.schema_version,
    service: row.service,
    streamId: row.stream_id,
    streamVersion: row.version,
    tenantId: row.tenant_id,
  });

/** What one stream proves by itself; that its tail is whole, only the seals of the whole ledger can tell. */
export interface VerifiedStream {
  readonly isValid: boolean;
  /** 0 when there is no such stream. */
  readonly headVersion: number;
  readonly headHash: string;
  /** The first place that does not hold; null when all do. */
  readonly firstBadVersion: number | null;
  /** The newest version that a seal covers; 0 while none does. */
  readonly sealedVersion: number;
}

/** Recomputes the chain of a stream from its stored rows. */
export async function verifyStream(database: Database, tenantId: string, streamId: string): Promise<VerifiedStream> {
  const [rows = [], seals = []] = await database.queries<StoredRow & { last_position: number }>(tenantId, [
    { name: 'verify-stream', text: READ_STORED, values: [tenantId, streamId] },
    { name: 'last-seal', text: LAST_SEAL, values: [] },
  ]);
  const firstBadVersion = firstBad(rows);
  const { version: headVersion, hash: headHash } = headOf(rows);
  const sealedVersion = headOf(rows.filter(({ position }) => position <= (seals[0]?.last_position ?? 0))).version;
  return { isValid: firstBadVersion === null, headVersion, headHash, firstBadVersion, sealedVersion };
}

function headOf(rows: readonly StoredRow[]): Link {
  const last = rows.at(-1);
  return last ? linkOf(last) : FIRST_LINK;
}

function firstBad(rows: readonly StoredRow[]): number | null {
  let before = FIRST_LINK;
  for (const row of rows) {
    if (faultOf(row, before) !== undefined) return before.version + 1;
    before = linkOf(row);
  }
  return null;
}

const READ_STORED = `select ${STORED_COLUMNS} from ledger.events
  where tenant_id = $1 and stream_id = $2 order by version`;
const LAST_SEAL = 'select last_position from ledger.seals order by seal desc limit 1';

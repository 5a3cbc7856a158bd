import { createHash } from 'node:crypto';
import type { Database, WorkerDatabase } from '@bihuan/event-store';
import type { Actor } from '@bihuan/kernel';
import { decrypt, SealBroken } from './cipher.js';
import { claimed as claimedShape, type Claimed } from './exif.js';
import { CHUNK_BYTES, chunkBinding, claimBinding, FileUploads, type Upload, type Uploaded } from './file-uploads.js';
import type { TenantKeys } from './tenant-keys.js';
import { refuse } from './vault-refusals.js';

const SWEEP_BATCH = 20;

/** Stands in an event for a file. */
export interface FileRef {
  readonly ref: string;
  readonly hash: string;
  readonly bytes: number;
  readonly mediaType: string;
}

/** Whom uploads belong to: the unit, so that a colleague may name them; who has none, alone. */
export const uploaderOf = ({ unitId, ref }: Actor): string =>
  unitId === undefined ? `actor:${ref}` : `unit:${unitId}`;

/** Who names files, and for which stream. */
export interface Naming {
  /** See {@link uploaderOf}. */
  readonly uploader: string;
  /** Absent: for a stream that does not exist yet. */
  readonly streamId?: string;
}

/** What became of files that a command names. */
export interface NamedFiles {
  /** In the order asked for. */
  readonly found: readonly FileRef[];
  /** Of another uploader and those that belong to another stream, too: nobody learns that they are there. */
  readonly unknown: readonly string[];
  /** Unused for 7 days, or destroyed. */
  readonly expired: readonly string[];
}

/** A file being read. */
export interface FileContent extends FileRef {
  /** The original bytes; ends with an error when they are not those that were uploaded. */
  readonly content: AsyncGenerator<Buffer>;
}

interface FileRow {
  ref: string;
  hash: string;
  bytes: number;
  media_type: string;
}
/** What decides who may name a file. No key: a service that names files has no right to open one. */
interface NamedRow extends FileRow {
  uploader: string;
  stream_id: string | null;
  expired: boolean;
}
interface SealedRow extends FileRow {
  wrapped_key: Buffer | null;
  claimed: Buffer | null;
}
/** A file whose key is unwrapped. */
interface Opened {
  readonly tenantId: string;
  readonly ref: string;
  readonly dataKey: Buffer;
}

/** Photos and files, encrypted in chunks, never whole in memory and never plain on a disk. */
export class VaultFiles {
  private readonly uploads: FileUploads;

  constructor(
    private readonly keys: TenantKeys,
    private readonly database: Database,
  ) {
    this.uploads = new FileUploads(keys, database);
  }

  /**
   * Keeps an upload. Durable, and visible at all, only once answered; until a fact names it, it may expire.
   * @throws Refusal ATTACHMENT_EMPTY, UNSUPPORTED_MEDIA_TYPE, ATTACHMENT_TOO_LARGE, or ATTACHMENT_HASH_MISMATCH when
   * `declared.sha256` is of other bytes
   * @throws KeyReused when its key was used with other bytes
   */
  put(tenantId: string, content: AsyncIterable<Uint8Array> | Uint8Array, upload: Upload): Promise<Uploaded> {
    return this.uploads.take(tenantId, content instanceof Uint8Array ? [content] : content, upload);
  }

  /**
   * Files that a command names, as its facts may name them: the namer's own, which no other stream has. Whoever may
   * name a file may read it in the case, so it is the way from one case's photo to another's reader.
   */
  async filesOf(tenantId: string, refs: readonly string[], { uploader, streamId }: Naming): Promise<NamedFiles> {
    if (refs.length === 0) return { found: [], unknown: [], expired: [] };
    const rows = await this.#named(tenantId, refs);
    const isOwn = (row: NamedRow): boolean =>
      row.uploader === uploader && (row.stream_id === null || row.stream_id === streamId);
    const own = new Map(rows.filter(isOwn).map((row) => [row.ref, row]));
    const found = refs.flatMap((ref) => own.get(ref) ?? []).filter(({ expired }) => !expired);
    return {
      found: found.map(fileRefOf),
      unknown: refs.filter((ref) => !own.has(ref)),
      expired: refs.filter((ref) => own.get(ref)?.expired),
    };
  }

  /**
   * The original bytes. Only `VaultReads` may hand them to a person: it records who.
   * @throws Refusal SUBJECT_ERASED, NOT_IN_VAULT
   */
  async read(tenantId: string, ref: string): Promise<FileContent> {
    const { row, dataKey } = await this.#open(tenantId, ref);
    return { ...fileRefOf(row), content: this.#content({ tenantId, ref, dataKey }, row) };
  }

  /**
   * What a photo says of its time and place; `{}` when it says nothing.
   * @throws Refusal SUBJECT_ERASED, NOT_IN_VAULT
   */
  async claimed(tenantId: string, ref: string): Promise<Claimed> {
    const { row, dataKey } = await this.#open(tenantId, ref);
    return row.claimed
      ? claimedShape.parse(JSON.parse(decrypt(dataKey, claimBinding(ref), row.claimed).toString()))
      : {};
  }

  #named(tenantId: string, refs: readonly string[]): Promise<NamedRow[]> {
    return this.database.query<NamedRow>(
      tenantId,
      `select ref, hash, bytes, media_type, uploader, stream_id,
              erased_at is not null or (used_at is null and uploaded_at <= ledger.now() - interval '7 days') as expired
         from vault.file where tenant_id = $1 and ref = any ($2::text[])`,
      [tenantId, refs],
    );
  }

  async #open(tenantId: string, ref: string): Promise<{ row: SealedRow; dataKey: Buffer }> {
    const [row] = await this.database.query<SealedRow>(
      tenantId,
      `select ref, hash, bytes, media_type, wrapped_key, claimed from vault.file where tenant_id = $1 and ref = $2`,
      [tenantId, ref],
    );
    if (!row) refuse('NOT_IN_VAULT', { ref });
    if (!row.wrapped_key) refuse('SUBJECT_ERASED', { ref });
    return { row, dataKey: this.keys.unwrap(tenantId, ref, row.wrapped_key) };
  }

  async *#content({ tenantId, ref, dataKey }: Opened, { hash, bytes }: FileRow): AsyncGenerator<Buffer> {
    const read = createHash('sha256');
    // One query a chunk: a slow reader must hold neither a connection nor more than a chunk.
    for (let index = 0; index * CHUNK_BYTES < bytes; index += 1) {
      const [row] = await this.database.query<{ ciphertext: Buffer }>(
        tenantId,
        'select ciphertext from vault.file_chunk where tenant_id = $1 and ref = $2 and index = $3',
        [tenantId, ref, index],
      );
      if (!row) throw new SealBroken(`${ref}: chunk ${index} is missing`);
      const chunk = decrypt(dataKey, chunkBinding(ref, index), row.ciphertext);
      read.update(chunk);
      yield chunk;
    }
    if (read.digest('hex') !== hash) throw new SealBroken(`${ref}: not the bytes that were uploaded`);
  }
}

/**
 * Destroys what nobody used for 14 days, and what is left of uploads that never ended: a batch at a time, so that no
 * statement runs long. Answers how many.
 */
export async function sweepFiles(database: WorkerDatabase, now: string): Promise<number> {
  let swept = 0;
  for (let batch = SWEEP_BATCH; batch === SWEEP_BATCH; swept += batch) {
    const [row] = await database.query<{ swept: number }>('select vault.sweep_files($1, $2) as swept', [
      now,
      SWEEP_BATCH,
    ]);
    batch = row?.swept ?? 0;
  }
  return swept;
}

const fileRefOf = ({ ref, hash, bytes, media_type: mediaType }: FileRow): FileRef => ({ ref, hash, bytes, mediaType });

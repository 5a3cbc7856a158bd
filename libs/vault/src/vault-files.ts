import { createHash } from 'node:crypto';
import type { Database, WorkerDatabase } from '@bihuan/event-store';
import { newId } from '@bihuan/kernel';
import { inChunks } from './chunks.js';
import { decrypt, encrypt, newDataKey, SealBroken } from './cipher.js';
import { claimed as claimedShape, type Claimed, claimedOf } from './exif.js';
import { MEDIA_TYPES, type MediaType, mediaTypeOf } from './media-type.js';
import type { TenantKeys } from './tenant-keys.js';
import { refuse } from './vault-refusals.js';

/** What memory one upload or download needs, a few times over, whatever its size. */
const CHUNK_BYTES = 1024 * 1024;
const SWEEP_BATCH = 20;

/** Answer to an upload. */
export interface StoredFile {
  /** `fil_` and a uuid; the `ref` of a {@link FileRef}. */
  readonly attachmentId: string;
  /** Of the original bytes, 64 hex. */
  readonly sha256: string;
  readonly mediaType: MediaType;
  readonly bytes: number;
}

/** Stands in an event for a file. */
export interface FileRef {
  readonly ref: string;
  readonly hash: string;
  readonly bytes: number;
  readonly mediaType: string;
}

/** What became of files that a command names. */
export interface NamedFiles {
  /** In the order asked for. */
  readonly found: readonly FileRef[];
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
  wrapped_key: Buffer | null;
  hash: string;
  bytes: number;
  media_type: string;
  claimed: Buffer | null;
  expired: boolean;
}
interface Upload {
  readonly tenantId: string;
  readonly ref: string;
  readonly dataKey: Buffer;
}
/** An upload as it was found to be, chunk by chunk. */
interface Measured {
  readonly file: Omit<StoredFile, 'attachmentId'>;
  readonly claimed: Claimed;
}

/** Photos and files, encrypted in chunks, never whole in memory and never plain on a disk. */
export class VaultFiles {
  constructor(
    private readonly keys: TenantKeys,
    private readonly database: Database,
  ) {}

  /**
   * Keeps an upload. Durable, and visible at all, only once answered; until a fact names it, it may expire.
   * @throws Refusal ATTACHMENT_EMPTY, UNSUPPORTED_MEDIA_TYPE, ATTACHMENT_TOO_LARGE, or ATTACHMENT_HASH_MISMATCH when
   * `declared.sha256` is of other bytes
   */
  async put(
    tenantId: string,
    content: AsyncIterable<Uint8Array> | Uint8Array,
    declared: { readonly sha256?: string | undefined } = {},
  ): Promise<StoredFile> {
    const upload = { tenantId, ref: `fil_${newId()}`, dataKey: newDataKey() };
    try {
      const measured = await this.#store(upload, content instanceof Uint8Array ? [content] : content);
      const { file } = measured;
      if ((declared.sha256?.toLowerCase() ?? file.sha256) !== file.sha256) refuse('ATTACHMENT_HASH_MISMATCH');
      await this.#complete(upload, measured);
      return { attachmentId: upload.ref, ...file };
    } catch (error) {
      // Nobody can name these chunks. If even this fails, the sweep finds them.
      await this.database.query(tenantId, 'select vault.discard_upload($1)', [upload.ref]).catch(() => undefined);
      throw error;
    }
  }

  /** Files that a command names, as its facts may name them. */
  async filesOf(tenantId: string, refs: readonly string[]): Promise<NamedFiles> {
    if (refs.length === 0) return { found: [], unknown: [], expired: [] };
    const rows = new Map((await this.#rows(tenantId, refs)).map((row) => [row.ref, row]));
    const found = refs.flatMap((ref) => rows.get(ref) ?? []).filter(({ expired }) => !expired);
    return {
      found: found.map(fileRefOf),
      unknown: refs.filter((ref) => !rows.has(ref)),
      expired: refs.filter((ref) => rows.get(ref)?.expired),
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

  async #store(upload: Upload, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Measured> {
    const hash = createHash('sha256');
    let [bytes, index] = [0, 0];
    let [mediaType, claimed]: [MediaType | undefined, Claimed] = [undefined, {}];
    for await (const chunk of inChunks(content, CHUNK_BYTES)) {
      // Type and claims stand in the first bytes; nothing is kept before the type is known.
      if (index === 0) [mediaType, claimed] = headOf(chunk);
      if (!mediaType) refuse('UNSUPPORTED_MEDIA_TYPE');
      bytes += chunk.length;
      if (bytes > MEDIA_TYPES[mediaType]) refuse('ATTACHMENT_TOO_LARGE', { maxBytes: MEDIA_TYPES[mediaType] });
      hash.update(chunk);
      await this.#keepChunk(upload, index, chunk);
      index += 1;
    }
    if (!mediaType) refuse('ATTACHMENT_EMPTY');
    return { file: { sha256: hash.digest('hex'), mediaType, bytes }, claimed };
  }

  async #keepChunk({ tenantId, ref, dataKey }: Upload, index: number, chunk: Buffer): Promise<void> {
    await this.database.query(
      tenantId,
      'insert into vault.file_chunk (ref, tenant_id, index, ciphertext) values ($1, $2, $3, $4)',
      [ref, tenantId, index, encrypt(dataKey, chunkBinding(ref, index), chunk)],
    );
  }

  async #complete({ tenantId, ref, dataKey }: Upload, { file, claimed }: Measured): Promise<void> {
    const { sha256, bytes, mediaType } = file;
    const claim =
      Object.keys(claimed).length === 0
        ? null
        : encrypt(dataKey, claimBinding(ref), Buffer.from(JSON.stringify(claimed)));
    await this.database.query(
      tenantId,
      `insert into vault.file (ref, tenant_id, wrapped_key, hash, bytes, media_type, claimed)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [ref, tenantId, this.keys.wrap(tenantId, ref, dataKey), sha256, bytes, mediaType, claim],
    );
  }

  #rows(tenantId: string, refs: readonly string[]): Promise<FileRow[]> {
    return this.database.query<FileRow>(
      tenantId,
      `select ref, wrapped_key, hash, bytes, media_type, claimed,
              erased_at is not null or (used_at is null and uploaded_at <= ledger.now() - interval '7 days') as expired
         from vault.file where tenant_id = $1 and ref = any ($2::text[])`,
      [tenantId, refs],
    );
  }

  async #open(tenantId: string, ref: string): Promise<{ row: FileRow; dataKey: Buffer }> {
    const [row] = await this.#rows(tenantId, [ref]);
    if (!row) refuse('NOT_IN_VAULT', { ref });
    if (!row.wrapped_key) refuse('SUBJECT_ERASED', { ref });
    return { row, dataKey: this.keys.unwrap(tenantId, ref, row.wrapped_key) };
  }

  async *#content({ tenantId, ref, dataKey }: Upload, { hash, bytes }: FileRow): AsyncGenerator<Buffer> {
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

// A chunk opens only in its own place of its own file.
const chunkBinding = (ref: string, index: number): string => `${ref}/${index}`;
const claimBinding = (ref: string): string => `${ref}/claimed`;

const headOf = (chunk: Buffer): [MediaType | undefined, Claimed] => {
  const mediaType = mediaTypeOf(chunk);
  return [mediaType, mediaType === 'image/jpeg' ? claimedOf(chunk) : {}];
};

const fileRefOf = ({ ref, hash, bytes, media_type: mediaType }: FileRow): FileRef => ({ ref, hash, bytes, mediaType });

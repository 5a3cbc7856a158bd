import { createHash } from 'node:crypto';
import { type Database, KeyReused, type NamedQuery } from '@bihuan/event-store';
import { newId } from '@bihuan/kernel';
import { inChunks } from './chunks.js';
import { encrypt, newDataKey } from './cipher.js';
import { type Claimed, claimedOf } from './exif.js';
import { MEDIA_TYPES, type MediaType, mediaTypeOf } from './media-type.js';
import type { TenantKeys } from './tenant-keys.js';
import { refuse } from './vault-refusals.js';

/** What memory one upload or download needs, a few times over, whatever its size. */
export const CHUNK_BYTES = 1024 * 1024;

/** A chunk opens only in its own place of its own file. */
export const chunkBinding = (ref: string, index: number): string => `${ref}/${index}`;
/** What a photo claims opens only beside its own photo. */
export const claimBinding = (ref: string): string => `${ref}/claimed`;

/** Whose upload it is, and what is told of it beside its bytes. */
export interface Upload {
  /** The only one who may name it: see `uploaderOf`. */
  readonly uploader: string;
  /** `Idempotency-Key` within its scope: the same key with the same bytes is the same file, for 72 hours. */
  readonly key?: string | undefined;
  /** Read once the last byte was: a form may bring it after its file. */
  readonly declared?: { readonly sha256?: string | undefined };
}

/** Answer to an upload. */
export interface StoredFile {
  /** `fil_` and a uuid; the `ref` of a {@link FileRef}. */
  readonly attachmentId: string;
  /** Of the original bytes, 64 hex. */
  readonly sha256: string;
  readonly mediaType: MediaType;
  readonly bytes: number;
}

/** The same, and whether an earlier request with this key had stored it. */
export interface Uploaded {
  readonly file: StoredFile;
  readonly isReplayed: boolean;
}

/** A file on its way in. */
interface Incoming {
  readonly tenantId: string;
  readonly ref: string;
  readonly dataKey: Buffer;
  readonly uploader: string;
  /** HMAC of the caller's key, which may hold anything. */
  readonly key: string | null;
  /** What the key stands for already; then the bytes are only compared. */
  readonly earlier: StoredFile | undefined;
}
/** An upload as it was found to be, chunk by chunk. */
interface Measured {
  readonly file: Omit<StoredFile, 'attachmentId'>;
  readonly claimed: Claimed;
  /** It becomes durable with the row of its file: most files are one chunk. */
  readonly last: Chunk;
}
interface Chunk {
  readonly index: number;
  readonly content: Buffer;
}

/** Takes files in: encrypted chunk by chunk while they arrive. */
export class FileUploads {
  constructor(
    private readonly keys: TenantKeys,
    private readonly database: Database,
  ) {}

  /** See `VaultFiles.put`. */
  async take(
    tenantId: string,
    content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    upload: Upload,
  ): Promise<Uploaded> {
    const key = upload.key === undefined ? null : this.keys.hmac(tenantId, 'idempotency', upload.key);
    const earlier = key === null ? undefined : await this.#storedUnder(tenantId, key);
    const { uploader } = upload;
    const incoming = { tenantId, ref: `fil_${newId()}`, dataKey: newDataKey(), uploader, key, earlier };
    try {
      return await this.#taken(incoming, content, upload);
    } catch (error) {
      // Nobody can name these chunks. If even this fails, the sweep finds them.
      await this.#discard(incoming).catch(() => undefined);
      throw error;
    }
  }

  async #taken(
    incoming: Incoming,
    content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    { key = '', declared }: Upload,
  ): Promise<Uploaded> {
    const measured = await this.#store(incoming, content);
    const { sha256 } = measured.file;
    if ((declared?.sha256?.toLowerCase() ?? sha256) !== sha256) refuse('ATTACHMENT_HASH_MISMATCH');
    const file = incoming.earlier ?? (await this.#complete(incoming, measured));
    if (file.sha256 !== sha256) throw new KeyReused(key, file.attachmentId);
    const isReplayed = file.attachmentId !== incoming.ref;
    if (isReplayed) await this.#discard(incoming);
    return { file, isReplayed };
  }

  async #discard({ tenantId, ref }: Incoming): Promise<void> {
    await this.database.query(tenantId, 'select vault.discard_upload($1)', [ref]);
  }

  async #store(incoming: Incoming, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Measured> {
    const hash = createHash('sha256');
    let bytes = 0;
    let last: Chunk | undefined;
    let [mediaType, claimed]: [MediaType | undefined, Claimed] = [undefined, {}];
    for await (const chunk of inChunks(content, CHUNK_BYTES)) {
      // Type and claims stand in the first bytes; nothing is kept before the type is known.
      if (!last) [mediaType, claimed] = headOf(chunk);
      if (!mediaType) refuse('UNSUPPORTED_MEDIA_TYPE');
      bytes += chunk.length;
      if (bytes > MEDIA_TYPES[mediaType]) refuse('ATTACHMENT_TOO_LARGE', { maxBytes: MEDIA_TYPES[mediaType] });
      hash.update(chunk);
      if (last && !incoming.earlier) await this.database.queries(incoming.tenantId, [keepChunk(incoming, last)]);
      last = { index: last ? last.index + 1 : 0, content: chunk };
    }
    if (!mediaType || !last) refuse('ATTACHMENT_EMPTY');
    return { file: { sha256: hash.digest('hex'), mediaType, bytes }, claimed, last };
  }

  /** The file that is there now: this one, or the one that another process has stored under the same key meanwhile. */
  async #complete(incoming: Incoming, { file, claimed, last }: Measured): Promise<StoredFile> {
    const { tenantId, ref, dataKey, uploader, key } = incoming;
    const claim =
      Object.keys(claimed).length === 0
        ? null
        : encrypt(dataKey, claimBinding(ref), Buffer.from(JSON.stringify(claimed)));
    const wrapped = this.keys.wrap(tenantId, ref, dataKey);
    const values = [ref, tenantId, wrapped, file.sha256, file.bytes, file.mediaType, uploader, key, claim];
    const [, rows = []] = await this.database.queries(tenantId, [
      keepChunk(incoming, last),
      { name: 'keep-file', text: KEEP_FILE, values },
    ]);
    if (rows.length > 0 || key === null) return { attachmentId: ref, ...file };
    const other = await this.#storedUnder(tenantId, key);
    if (!other) throw new Error(`${ref}: the row in its way is gone`);
    return other;
  }

  async #storedUnder(tenantId: string, key: string): Promise<StoredFile | undefined> {
    const [row] = await this.database.query<StoredFile>(
      tenantId,
      `with forgotten as (
         update vault.file set upload_key = null
          where tenant_id = $1 and upload_key = $2 and uploaded_at <= ledger.now() - interval '72 hours')
       select ref as "attachmentId", hash as sha256, media_type as "mediaType", bytes from vault.file
        where tenant_id = $1 and upload_key = $2 and uploaded_at > ledger.now() - interval '72 hours'`,
      [tenantId, key],
    );
    return row;
  }
}

const KEEP_CHUNK = 'insert into vault.file_chunk (ref, tenant_id, index, ciphertext) values ($1, $2, $3, $4)';
const KEEP_FILE = `insert into vault.file
    (ref, tenant_id, wrapped_key, hash, bytes, media_type, uploader, upload_key, claimed)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (tenant_id, upload_key) do nothing returning ref`;

const keepChunk = ({ tenantId, ref, dataKey }: Incoming, { index, content }: Chunk): NamedQuery => ({
  name: 'keep-chunk',
  text: KEEP_CHUNK,
  values: [ref, tenantId, index, encrypt(dataKey, chunkBinding(ref, index), content)],
});

const headOf = (chunk: Buffer): [MediaType | undefined, Claimed] => {
  const mediaType = mediaTypeOf(chunk);
  return [mediaType, mediaType === 'image/jpeg' ? claimedOf(chunk) : {}];
};

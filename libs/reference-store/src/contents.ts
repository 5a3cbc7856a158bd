import { createHash } from 'node:crypto';
import type { Database } from '@bihuan/event-store';
import { canonicalJson } from '@bihuan/kernel';
import type { ReferenceKind } from '@bihuan/reference';

/** Which content of a tenant. */
interface Named {
  readonly kind: ReferenceKind;
  /** Key of its stream. */
  readonly key: string;
}

/** What facts publish, by the hash of its RFC 8785 form: written once, before a fact names it, and never changed. */
export class Contents {
  constructor(private readonly database: Database) {}

  /** Makes a content durable; answers its hash, SHA-256 as 64 hex. */
  async keep(tenantId: string, { kind, key }: Named, content: unknown): Promise<string> {
    const text = canonicalJson(content);
    const hash = createHash('sha256').update(text).digest('hex');
    await this.database.query(
      tenantId,
      `insert into reference.document (tenant_id, content_hash, kind, key, content) values ($1, $2, $3, $4, $5)
         on conflict do nothing`,
      [tenantId, hash, kind, key, text],
    );
    return hash;
  }

  async of(tenantId: string, hash: string): Promise<unknown> {
    const [row] = await this.database.query<{ content: unknown }>(
      tenantId,
      'select content from reference.document where tenant_id = $1 and content_hash = $2',
      [tenantId, hash],
    );
    if (!row) throw new Error(`what ${hash} names is not there`);
    return row.content;
  }
}

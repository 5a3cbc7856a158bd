import type { Database } from '@bihuan/event-store';
import type { TenantKeys } from './tenant-keys.js';

const PAGE = 500;

interface Wrapped {
  ref: string;
  wrapped_key: Buffer;
}

/**
 * Wraps every data key of a tenant under the newest version of the tenant key, a page at a time; the data itself is
 * untouched. May be stopped and run again. Answers how many keys were rewrapped: run it until that is 0 after every
 * process has been restarted, for one that runs still wraps under the version it knows.
 */
export async function rewrapKeys(keys: TenantKeys, database: Database, tenantId: string): Promise<number> {
  let rewrapped = 0;
  for (let page = await pageAfter(database, tenantId, ''); ; page = await pageAfter(database, tenantId, lastOf(page))) {
    rewrapped += await rewrapPage(keys, database, tenantId, page);
    if (page.length < PAGE) return rewrapped;
  }
}

const lastOf = (page: readonly Wrapped[]): string => page.at(-1)?.ref ?? '';

const pageAfter = (database: Database, tenantId: string, ref: string): Promise<Wrapped[]> =>
  database.query<Wrapped>(
    tenantId,
    `select ref, wrapped_key from vault.sealed where tenant_id = $1 and ref > $2 and wrapped_key is not null
     union all
     select ref, wrapped_key from vault.file where tenant_id = $1 and ref > $2 and wrapped_key is not null
     order by ref limit ${PAGE}`,
    [tenantId, ref],
  );

async function rewrapPage(
  keys: TenantKeys,
  database: Database,
  tenantId: string,
  page: readonly Wrapped[],
): Promise<number> {
  const changed = page.flatMap(({ ref, wrapped_key: old }) => {
    const wrapped = keys.rewrap(tenantId, ref, old);
    return wrapped ? [{ ref, old, wrapped }] : [];
  });
  if (changed.length === 0) return 0;
  // Compared with the old key there: an erasure in between must not be undone.
  const [row] = await database.query<{ rewrapped: number }>(tenantId, 'select vault.rewrap($1, $2, $3) as rewrapped', [
    changed.map(({ ref }) => ref),
    changed.map(({ old }) => old),
    changed.map(({ wrapped }) => wrapped),
  ]);
  return row?.rewrapped ?? 0;
}

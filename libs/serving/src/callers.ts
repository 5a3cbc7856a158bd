import type { Database } from '@bihuan/event-store';
import { ApiKeyTable, type Callers, RateTable } from '@bihuan/platform';
import type { TenantKeys } from '@bihuan/vault';

/** Who may ask, as the tables of the database and the key files of the tenants say. */
export function callersOf(database: Database, keys: TenantKeys): Callers {
  const [table, rates] = [new ApiKeyTable(database), new RateTable(database)];
  return {
    findKey: (publicId) => table.find(publicId),
    takeTokens: (limits, wanted) => rates.take(limits, wanted),
    bodyKey: (tenantId) => keys.hmacKey(tenantId, 'idempotency'),
  };
}

const NOBODY = 'nobody is let in here';

/** Of a process that answers nobody: it has health and metrics alone. */
export const noCallers: Callers = {
  findKey: () => Promise.resolve(undefined),
  takeTokens: () => Promise.reject(new Error(NOBODY)),
  bodyKey: () => {
    throw new Error(NOBODY);
  },
};

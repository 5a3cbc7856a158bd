import type { Database } from '@bihuan/event-store';
import type { ApiKey } from './api-key.js';

const COLUMNS = `public_id as "publicId", tenant_id as "tenantId", key_id as "keyId", secret_hash as "secretHash", role,
  unit_id as "unitId", staff_id as "staffId", grid_codes as "gridCodes", source_systems as "sourceSystems", rate, burst,
  expires_at as "expiresAt", revoked_at as "revokedAt"`;

/** The keys of all tenants, table `access.api_key`. */
export class ApiKeyTable {
  constructor(private readonly database: Database) {}

  /** Before a key is found no tenant is known: the database answers by a function that sees one row alone. */
  async find(publicId: string): Promise<ApiKey | undefined> {
    const [found] = await this.database.query<ApiKey>('', `select ${COLUMNS} from access.find_key($1)`, [publicId]);
    return found;
  }

  /** Adds a key, or gives the key of this name another secret, role and binding: the old token ends with it. */
  async put(key: ApiKey): Promise<void> {
    await this.database.query(
      key.tenantId,
      // No "on conflict": it would read the hash that is offered, and nobody but find_key may read a hash.
      `with put as (
         update access.api_key set public_id = $1, secret_hash = $4, role = $5, unit_id = $6, staff_id = $7,
           grid_codes = $8, source_systems = $9, rate = $10, burst = $11, expires_at = $12, revoked_at = null
         where tenant_id = $2 and key_id = $3 returning 1
       )
       insert into access.api_key (public_id, tenant_id, key_id, secret_hash, role, unit_id, staff_id, grid_codes,
         source_systems, rate, burst, expires_at)
       select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 where not exists (select from put)`,
      [
        key.publicId,
        key.tenantId,
        key.keyId,
        key.secretHash,
        key.role,
        key.unitId,
        key.staffId,
        key.gridCodes,
        key.sourceSystems,
        key.rate,
        key.burst,
        key.expiresAt,
      ],
    );
  }

  /** How many keys a tenant has, in force or not. */
  async count(tenantId: string): Promise<number> {
    const [row] = await this.database.query<{ keys: number }>(
      tenantId,
      'select count(key_id)::int as keys from access.api_key where tenant_id = $1',
      [tenantId],
    );
    return row?.keys ?? 0;
  }

  /** Ends a key for good, at `at`; every process forgets it within ten seconds. */
  async revoke(tenantId: string, keyId: string, at: string): Promise<void> {
    await this.database.query(
      tenantId,
      'update access.api_key set revoked_at = $3 where tenant_id = $1 and key_id = $2 and revoked_at is null',
      [tenantId, keyId, at],
    );
  }
}

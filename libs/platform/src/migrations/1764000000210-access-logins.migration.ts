import type { MigrationInterface, QueryRunner } from 'typeorm';

const CALLED = 'bihuan_intake, bihuan_routing, bihuan_supervision, bihuan_feedback, bihuan_audit';

/** A service apart knows a caller by one function, and makes no keys: who runs the house does. */
export class AccessLogins1764000000210 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      revoke all on schema access from bihuan_app, bihuan_workers;
      revoke all on access.api_key from bihuan_app, bihuan_workers;
      revoke all on function access.find_key from bihuan_app;

      grant usage on schema access to bihuan_standalone, ${CALLED};
      grant execute on function access.find_key to bihuan_standalone, ${CALLED};
      grant select (public_id, tenant_id, key_id, role, unit_id, staff_id, grid_codes, source_systems, rate, burst,
        created_at, expires_at, revoked_at) on access.api_key to bihuan_standalone;
      grant insert, update on access.api_key to bihuan_standalone;
    `);
  }

  async down(): Promise<void> {
    throw new Error('what every login could do is not given back');
  }
}

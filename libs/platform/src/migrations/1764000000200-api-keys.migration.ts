import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The keys by which callers are known. A secret is not here, only its SHA-256. */
export class ApiKeys1764000000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema access;
      grant usage on schema access to bihuan_app, bihuan_workers;

      create table access.api_key (
        public_id text primary key check (public_id ~ '^[a-z2-7]{8,12}$'),
        tenant_id text not null,
        key_id text not null,
        secret_hash bytea not null check (octet_length(secret_hash) = 32),
        role text not null,
        unit_id text,
        staff_id text,
        grid_codes text[] not null default '{}',
        source_systems text[] not null default '{}',
        rate int not null default 2000 check (rate > 0),
        burst int not null default 4000 check (burst > 0),
        created_at timestamptz not null default now(),
        expires_at timestamptz,
        revoked_at timestamptz,
        unique (tenant_id, key_id)
      );
      alter table access.api_key enable row level security;
      alter table access.api_key force row level security;
      create policy owner on access.api_key to bihuan_owner using (true) with check (true);
      create policy tenant on access.api_key to bihuan_app
        using (tenant_id = current_setting('bihuan.tenant', true))
        with check (tenant_id = current_setting('bihuan.tenant', true));
      -- A hash is read by find_key alone.
      grant select (public_id, tenant_id, key_id, role, unit_id, staff_id, grid_codes, source_systems, rate, burst,
        created_at, expires_at, revoked_at) on access.api_key to bihuan_app;
      grant insert on access.api_key to bihuan_app;
      grant update on access.api_key to bihuan_app;

      create function access.find_key(wanted text) returns setof access.api_key
        language sql stable security definer set search_path = access, pg_temp
      as $$ select * from access.api_key where public_id = wanted $$;
      revoke execute on function access.find_key from public;
      grant execute on function access.find_key to bihuan_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema access cascade');
  }
}

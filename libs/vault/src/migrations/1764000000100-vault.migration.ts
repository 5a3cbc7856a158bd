import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
  create schema vault;
  grant usage on schema vault to bihuan_app, bihuan_workers;

  -- References sort by the time they were made, in every locale: the sweep counts on it.
  create table vault.sealed (
    ref text collate "C" primary key,
    tenant_id text not null,
    wrapped_key bytea,
    ciphertext bytea,
    erased_at timestamptz,
    check ((wrapped_key is null) = (erased_at is not null) and (ciphertext is null) = (erased_at is not null))
  );

  create table vault.file (
    ref text collate "C" primary key,
    tenant_id text not null,
    wrapped_key bytea,
    hash text not null,
    bytes int8 not null check (bytes > 0),
    media_type text not null,
    -- Whom the upload belongs to: nobody else may name it.
    uploader text not null,
    -- HMAC of the caller's Idempotency-Key within its scope.
    upload_key text,
    claimed bytea,
    uploaded_at timestamptz not null default ledger.now(),
    -- Set together by the first append that names the file: it belongs to that stream for ever.
    used_at timestamptz,
    stream_id text,
    erased_at timestamptz,
    check ((wrapped_key is null) = (erased_at is not null) and (erased_at is null or claimed is null)),
    check ((used_at is null) = (stream_id is null)),
    unique (tenant_id, upload_key)
  );
  -- Serves the sweep of files that nobody used.
  create index file_unused on vault.file (uploaded_at) where used_at is null and erased_at is null;

  create table vault.file_chunk (
    ref text collate "C" not null,
    tenant_id text not null,
    index int not null check (index >= 0),
    ciphertext bytea not null,
    primary key (ref, index)
  );
  -- Encrypted bytes do not compress: trying would cost a read and a write of each.
  alter table vault.file_chunk alter column ciphertext set storage external;

  create table vault.read_log (
    id bigint generated always as identity primary key,
    tenant_id text not null,
    at timestamptz not null default ledger.now(),
    actor_ref text not null,
    role text not null,
    unit_id text,
    ref text collate "C" not null,
    case_id uuid not null,
    purpose text,
    granted boolean not null
  );
  -- Serves the alarm, and the list of all that an actor read.
  create index read_log_actor on vault.read_log (tenant_id, actor_ref, at);
  -- Serves a subject who asks who viewed the data.
  create index read_log_ref on vault.read_log (tenant_id, ref, at);
`;

const POLICIES = ['sealed', 'file', 'file_chunk', 'read_log']
  .map(
    (table) => `
  alter table vault.${table} enable row level security;
  alter table vault.${table} force row level security;
  create policy owner on vault.${table} to bihuan_owner using (true) with check (true);
  create policy tenant on vault.${table} to bihuan_app
    using (tenant_id = current_setting('bihuan.tenant', true)) with check (tenant_id = current_setting('bihuan.tenant', true));
  create policy worker on vault.${table} for select to bihuan_workers using (true);`,
  )
  .join('\n');

// Rows of sealed are inserted by ledger.append alone. Nobody updates or deletes but the functions below.
const GRANTS = `
  grant select on vault.sealed, vault.file, vault.file_chunk, vault.read_log to bihuan_app;
  grant insert on vault.file, vault.file_chunk, vault.read_log to bihuan_app;
  -- A key is free again after its 72 hours.
  grant update (upload_key) on vault.file to bihuan_app;
`;

const FUNCTIONS = `
  create function vault.erase(erased_ref text) returns boolean language plpgsql security definer set search_path = vault, pg_temp
  as $$
  declare
    tenant text := current_setting('bihuan.tenant', true);
    sealed_rows int;
    file_rows int;
  begin
    update sealed set wrapped_key = null, ciphertext = null, erased_at = ledger.now()
      where ref = erased_ref and tenant_id = tenant and erased_at is null;
    get diagnostics sealed_rows = row_count;
    update file set wrapped_key = null, claimed = null, erased_at = ledger.now()
      where ref = erased_ref and tenant_id = tenant and erased_at is null;
    get diagnostics file_rows = row_count;
    delete from file_chunk where ref = erased_ref and tenant_id = tenant;
    return sealed_rows + file_rows > 0;
  end $$;

  create function vault.rewrap(refs text[], old_keys bytea[], new_keys bytea[]) returns int language plpgsql security definer
    set search_path = vault, pg_temp
  as $$
  declare
    tenant text := current_setting('bihuan.tenant', true);
    sealed_rows int;
    file_rows int;
  begin
    update sealed t set wrapped_key = k.new from unnest(refs, old_keys, new_keys) as k(ref, old, new)
      where t.ref = k.ref and t.tenant_id = tenant and t.wrapped_key = k.old;
    get diagnostics sealed_rows = row_count;
    update file t set wrapped_key = k.new from unnest(refs, old_keys, new_keys) as k(ref, old, new)
      where t.ref = k.ref and t.tenant_id = tenant and t.wrapped_key = k.old;
    get diagnostics file_rows = row_count;
    return sealed_rows + file_rows;
  end $$;

  -- Chunks of an upload that failed; those of one that ended stay.
  create function vault.discard_upload(upload_ref text) returns void language sql security definer set search_path = vault, pg_temp
  as $$
    delete from file_chunk c
     where c.ref = upload_ref and c.tenant_id = current_setting('bihuan.tenant', true)
       and not exists (select from file f where f.ref = c.ref);
  $$;

  -- The smallest reference a file uploaded at that instant may have (UUIDv7 begins with its milliseconds).
  create function vault.first_file_at(instant timestamptz) returns text language sql immutable set search_path = pg_temp
  as $$
    select 'fil_' || left(hex, 8) || '-' || substr(hex, 9, 4)
      from lpad(to_hex(greatest(floor(extract(epoch from instant) * 1000), 0)::bigint), 12, '0') as hex;
  $$;

  -- Unused for 7 days a file is marked, which needs no write: filesOf tells. 7 days later it goes.
  create function vault.sweep_files(present timestamptz, batch int) returns int language plpgsql security definer
    set search_path = vault, pg_temp
  as $$
  declare
    gone text[];
    abandoned text[];
  begin
    select coalesce(array_agg(ref), '{}') into gone from (
      select ref from file
       where used_at is null and erased_at is null and uploaded_at <= present - interval '14 days'
       order by uploaded_at limit batch
       -- An append that names the file at this moment keeps it.
       for update skip locked) as unused;
    update file set wrapped_key = null, claimed = null, erased_at = ledger.now() where ref = any (gone);

    -- Uploads last minutes; one of yesterday without its row never ended. Older ones were swept before.
    select coalesce(array_agg(ref), '{}') into abandoned from (
      select distinct c.ref from file_chunk c
       where c.ref >= first_file_at(present - interval '60 days') and c.ref < first_file_at(present - interval '1 day')
         and not exists (select from file f where f.ref = c.ref)
       limit greatest(batch - cardinality(gone), 0)) as unfinished;
    delete from file_chunk where ref = any (gone || abandoned);
    return cardinality(gone) + cardinality(abandoned);
  end $$;

  revoke all on function vault.erase, vault.rewrap, vault.discard_upload, vault.sweep_files, vault.first_file_at from public;
  grant execute on function vault.erase, vault.rewrap to bihuan_standalone, bihuan_vault;
  grant execute on function vault.discard_upload to bihuan_app;
  grant execute on function vault.sweep_files to bihuan_workers;
`;

/** The vault: sealed texts and identities, files, and the log of who read them. */
export class Vault1764000000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(POLICIES);
    await runner.query(GRANTS);
    await runner.query(FUNCTIONS);
  }

  async down(): Promise<void> {
    throw new Error('what the vault keeps has no way back');
  }
}

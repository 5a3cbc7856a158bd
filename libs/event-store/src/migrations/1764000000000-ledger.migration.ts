import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND_FUNCTION } from './append-function.js';

const TABLES = `
  create schema ledger;
  grant usage on schema ledger to bihuan_app, bihuan_workers;

  create sequence ledger.position;
  create table ledger.events (
    position bigint primary key,
    tenant_id text not null,
    stream_id text not null,
    version int not null check (version > 0),
    event_id uuid not null,
    type text not null,
    schema_version int not null,
    occurred_at timestamptz not null,
    recorded_at timestamptz not null,
    actor json not null,
    correlation_id text not null,
    causation_id uuid,
    command_id uuid not null,
    service text not null,
    classification text not null,
    hash_alg text not null,
    prev_hash bytea not null,
    hash bytea not null,
    data json not null,
    -- Serves reads of a stream, its head, and refuses a second event at one place.
    unique (tenant_id, stream_id, version)
  );

  create table ledger.keys (
    tenant_id text not null,
    key text not null,
    stream_id text not null,
    first_version int not null,
    last_version int not null,
    body_hmac bytea,
    expires_at timestamptz,
    primary key (tenant_id, key)
  );
  -- Serves the sweep of expired keys.
  create index keys_expiry on ledger.keys (expires_at) where expires_at is not null;

  -- Who may write what: both are held against every append.
  create table ledger.event_types (type text primary key, services text[] not null);
  create table ledger.writers (login text not null, service text not null, primary key (login, service));

  -- The present of the ledger. Only the test clock moves the offset, over the migration login.
  create table ledger.clock (only_row bool primary key default true check (only_row), "offset" interval not null);
  insert into ledger.clock ("offset") values ('0');
  create function ledger.now() returns timestamptz language sql volatile security definer set search_path = ledger, pg_temp
    as $$ select clock_timestamp() + (select "offset" from ledger.clock) $$;

  -- Raised when the ledger was taken back (restore, promotion); checkpoints of an older epoch are held against it.
  create table ledger.epochs (epoch int primary key, began_at timestamptz not null default clock_timestamp());
  insert into ledger.epochs (epoch) values (1);

  create table ledger.checkpoints (
    subscription text primary key,
    epoch int not null,
    position bigint not null,
    event_id uuid,
    version int not null default 1,
    holder uuid,
    saved_at timestamptz not null default clock_timestamp()
  );

  create table ledger.seals (
    seal bigint primary key,
    first_position bigint not null,
    last_position bigint not null,
    events bigint not null,
    running_hash bytea not null,
    prev_seal_hash bytea not null,
    seal_hash bytea not null,
    sealed_at timestamptz not null,
    public_key bytea not null,
    signature bytea not null
  );
`;

const GRANTS = `
  revoke all on function ledger.append from public;
  grant execute on function ledger.append to bihuan_app;
  grant execute on function ledger.now() to bihuan_app, bihuan_workers;
  grant select on ledger.events, ledger.keys, ledger.epochs, ledger.checkpoints, ledger.seals to bihuan_app, bihuan_workers;
  grant insert, update, delete on ledger.checkpoints to bihuan_workers;
  grant insert on ledger.seals to bihuan_workers;
  grant delete on ledger.keys to bihuan_workers;

  alter table ledger.events enable row level security;
  alter table ledger.events force row level security;
  create policy owner on ledger.events to bihuan_owner using (true) with check (true);
  create policy tenant on ledger.events for select to bihuan_app using (tenant_id = current_setting('bihuan.tenant', true));
  create policy worker on ledger.events for select to bihuan_workers using (true);

  alter table ledger.keys enable row level security;
  alter table ledger.keys force row level security;
  create policy owner on ledger.keys to bihuan_owner using (true) with check (true);
  create policy tenant on ledger.keys for select to bihuan_app using (tenant_id = current_setting('bihuan.tenant', true));
  -- Permanent keys are facts; only what has expired may go.
  create policy worker_reads on ledger.keys for select to bihuan_workers using (true);
  create policy worker_sweeps on ledger.keys for delete to bihuan_workers using (expires_at < ledger.now());
`;

/** The ledger: events, keys, checkpoints, seals, the clock, and the one function that writes events. */
export class Ledger1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(APPEND_FUNCTION);
    await runner.query(GRANTS);
  }

  async down(): Promise<void> {
    throw new Error('the ledger is append-only: there is no way back');
  }
}

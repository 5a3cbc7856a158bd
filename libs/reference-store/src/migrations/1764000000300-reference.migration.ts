import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What tenants publish: insert-only rows, named by the hash of their content, written before the fact that names it. */
export class Reference1764000000300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema reference;
      grant usage on schema reference to bihuan_app, bihuan_workers;
      create table reference.document (
        tenant_id text not null,
        content_hash text not null,
        kind text not null,
        key text not null,
        content json not null,
        primary key (tenant_id, content_hash)
      );
      -- Serves which streams a tenant has: all events of a tenant are too many to look through for them.
      create index document_stream on reference.document (tenant_id, kind, key);
      grant select, insert on reference.document to bihuan_app;
      grant select on reference.document to bihuan_workers;
      alter table reference.document enable row level security;
      alter table reference.document force row level security;
      create policy owner on reference.document to bihuan_owner using (true) with check (true);
      create policy tenant on reference.document to bihuan_app
        using (tenant_id = current_setting('bihuan.tenant', true))
        with check (tenant_id = current_setting('bihuan.tenant', true));
      create policy worker on reference.document for select to bihuan_workers using (true);
    `);
  }

  async down(): Promise<void> {
    throw new Error('published reference data is never taken back');
  }
}

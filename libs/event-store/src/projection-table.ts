/** What the table of a projection is made of; the runner adds tenant, stream and position to each row. */
export interface ProjectionTable {
  /** Schema and table, as `routing.unit_inbox`. */
  readonly table: string;
  /** The column that names a row within its tenant. */
  readonly key: string;
  /** Definitions of the other columns, SQL. */
  readonly columns: readonly string[];
  /** Column lists of further indexes, each after the tenant: `unit_id, due_at`. */
  readonly indexes: readonly string[];
}

/** SQL that makes a projection's table: read by a tenant's callers, written by the workers, owned by neither. */
export function projectionTableSql({ table, key, columns, indexes }: ProjectionTable): string {
  const name = table.split('.').at(-1) ?? table;
  return `
    create table ${table} (
      tenant_id text not null,
      stream_id text not null,
      position int8 not null,
      ${columns.join(',\n      ')},
      primary key (tenant_id, ${key})
    );
    create index ${name}_stream on ${table} (tenant_id, stream_id);
    ${indexes.map((list, index) => `create index ${name}_${index + 1} on ${table} (tenant_id, ${list});`).join('\n    ')}
    grant select on ${table} to bihuan_app;
    grant select, insert, update, delete on ${table} to bihuan_workers;
    alter table ${table} enable row level security;
    alter table ${table} force row level security;
    create policy owner on ${table} to bihuan_owner using (true) with check (true);
    create policy tenant on ${table} for select to bihuan_app using (tenant_id = current_setting('bihuan.tenant', true));
    create policy worker on ${table} to bihuan_workers using (true) with check (true);
  `;
}

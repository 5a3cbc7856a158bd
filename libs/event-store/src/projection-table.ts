/** What the table of a projection is made of; the runner adds tenant, stream and position to each row. */
export interface ProjectionTable {
  /** Schema and table, as `routing.unit_inbox`. */
  readonly table: string;
  /** The column that names a row within its stream. */
  readonly key: string;
  /** Definitions of the other columns, SQL. */
  readonly columns: readonly string[];
  /** Column lists of further indexes, each after the tenant: `unit_id, due_at`. */
  readonly indexes: readonly string[];
}

/**
 * SQL that leaves a projection's table to the service that its schema is named after: one that others could write would
 * tell what they like, and one that they could read is an interface that nobody promised.
 */
export function projectionLoginsSql(table: string): string {
  const [service = ''] = table.split('.');
  const [apps, workers] = [`bihuan_standalone, bihuan_${service}`, `bihuan_worker, bihuan_${service}_worker`];
  return `
    revoke all on schema ${service} from bihuan_app, bihuan_workers;
    revoke all on ${table} from bihuan_app, bihuan_workers;
    grant usage on schema ${service} to ${apps}, ${workers};
    grant select on ${table} to ${apps};
    grant select, insert, update, delete on ${table} to ${workers};
  `;
}

/**
 * SQL that makes a projection's table: read by a tenant's callers, written by the workers, owned by neither. Whose
 * logins these are is said by `projectionLoginsSql`.
 */
export function projectionTableSql({ table, key, columns, indexes }: ProjectionTable): string {
  const name = table.split('.').at(-1) ?? table;
  return `
    create table ${table} (
      tenant_id text not null,
      stream_id text not null,
      position int8 not null,
      ${columns.join(',\n      ')},
      primary key (tenant_id, stream_id, ${key})
    );
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

import { randomBytes } from 'node:crypto';
import type { Client } from 'pg';
import { z } from 'zod';
import type { Service } from './catalogue.js';
import { madeOnce, replaceFile, textOf } from './private-file.js';

const names = [
  'bihuan_standalone',
  'bihuan_intake',
  'bihuan_routing',
  'bihuan_supervision',
  'bihuan_feedback',
  'bihuan_vault',
  'bihuan_audit',
  'bihuan_worker',
  'bihuan_intake_worker',
  'bihuan_routing_worker',
  'bihuan_supervision_worker',
  'bihuan_feedback_worker',
  'bihuan_audit_worker',
  'bihuan_relay',
] as const;

export type Login = (typeof names)[number];

/** Every login that a database of ours has beside its owner's; what else lists services is held against it. */
export const everyLogin: readonly Login[] = names;

export type Logins = Readonly<Record<Login, string>>;

/** Whose rows a login sees: those of the tenant that its session names, or all of them and no caller. */
type Sight = 'bihuan_app' | 'bihuan_workers';

/** Whose rows each login sees, and for which services it may write. */
const terms: Readonly<Record<Login, { readonly sees: Sight; readonly writes: readonly Service[] }>> = {
  bihuan_standalone: { sees: 'bihuan_app', writes: ['intake', 'routing', 'supervision', 'feedback', 'vault'] },
  // Its process keeps the vault as well: who looked at a person, and that one was erased, are facts of the vault.
  bihuan_intake: { sees: 'bihuan_app', writes: ['intake', 'vault'] },
  bihuan_routing: { sees: 'bihuan_app', writes: ['routing'] },
  bihuan_supervision: { sees: 'bihuan_app', writes: ['supervision'] },
  bihuan_feedback: { sees: 'bihuan_app', writes: ['feedback'] },
  bihuan_vault: { sees: 'bihuan_app', writes: [] },
  bihuan_audit: { sees: 'bihuan_app', writes: [] },
  bihuan_worker: { sees: 'bihuan_workers', writes: [] },
  bihuan_intake_worker: { sees: 'bihuan_workers', writes: [] },
  bihuan_routing_worker: { sees: 'bihuan_workers', writes: [] },
  bihuan_supervision_worker: { sees: 'bihuan_workers', writes: [] },
  bihuan_feedback_worker: { sees: 'bihuan_workers', writes: [] },
  bihuan_audit_worker: { sees: 'bihuan_workers', writes: [] },
  bihuan_relay: { sees: 'bihuan_workers', writes: [] },
};

const password = z.string().regex(/^[\w-]{20,}$/, 'no password of ours');
const allLogins = z.record(z.enum(names), password);
const someLogins = z.partialRecord(z.enum(names), password);

/**
 * The passwords of the database logins, made at the first start and kept in a file that its owner alone may read. At
 * run time no login owns anything. Two groups say whose rows are seen, `bihuan_app` (one tenant at a time) and
 * `bihuan_workers` (all tenants, no caller); what may be done with them is granted to each login by itself.
 */
export async function loginsIn(file: string): Promise<Logins> {
  const known = await textOf(file);
  if (known === undefined) return allLogins.parse(JSON.parse(await madeOnce(file, textWith({}))));
  const before = someLogins.parse(JSON.parse(known));
  if (names.every((name) => before[name] !== undefined)) return allLogins.parse(before);
  // An older build knew fewer logins: those it made stay as they are.
  const text = textWith(before);
  await replaceFile(file, text);
  return allLogins.parse(JSON.parse(text));
}

const textWith = (known: Partial<Logins>): string =>
  JSON.stringify(
    Object.fromEntries(names.map((name) => [name, known[name] ?? randomBytes(24).toString('base64url')])),
    null,
    2,
  );

/** Makes the roles that are missing and gives the logins their passwords. Needs CREATEROLE. */
export async function ensureRoles(admin: Client, logins: Logins): Promise<void> {
  for (const role of ['bihuan_owner', 'bihuan_app', 'bihuan_workers']) await ensureRole(admin, `${role} nologin`, role);
  await admin.query('grant bihuan_owner to current_user with inherit false, set true');
  for (const name of names) {
    await ensureRole(admin, `${name} login`, name);
    // SCRAM is computed by the server; the statement is not logged by us, and the password has no quote in it.
    await admin.query(`alter role ${name} password '${logins[name]}'`);
    await admin.query(`grant ${terms[name].sees} to ${name}`);
  }
}

async function ensureRole(admin: Client, definition: string, name: string): Promise<void> {
  const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [name]);
  if (rowCount === 0) await admin.query(`create role ${definition}`);
}

/** Tells the database who may write for which service, so that the append can hold each login against it. */
export async function registerWriters(admin: Client): Promise<void> {
  const rows = names.flatMap((login) => terms[login].writes.map((service) => ({ login, service })));
  await admin.query(
    `with told as (select * from unnest($1::text[], $2::text[]) as t(login, service)),
          ended as (delete from ledger.writers w where (w.login, w.service) not in (select login, service from told))
     insert into ledger.writers (login, service) select login, service from told on conflict do nothing`,
    [rows.map(({ login }) => login), rows.map(({ service }) => service)],
  );
}

/** The same server and database under another login. */
export function urlOf(adminUrl: string, login: Login, logins: Logins): string {
  const url = new URL(adminUrl);
  url.username = login;
  url.password = logins[login];
  return url.href;
}

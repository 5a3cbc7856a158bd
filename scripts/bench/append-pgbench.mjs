import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { told } from './built.mjs';
import { atTheEnd, isStopping } from './leftovers.mjs';

const DEBIAN = '/usr/lib/postgresql';

/** pgbench of the PATH, else the newest that Debian has; undefined where there is none. */
export function findPgbench() {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).toSorted((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...versions.map((version) => join(DEBIAN, version, 'bin')),
  ];
  return folders.map((folder) => join(folder, 'pgbench')).find(isProgram);
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // absent, or not ours to run: the next place is looked at
  }
}

/** Of a server on the loopback that lives as long as the bench. */
const PASSWORD = randomBytes(18).toString('base64url');

// LIKE takes columns, types, checks and unique keys over, so the twins cannot drift; row-level security it leaves out.
const TWINS = `
  create schema twin;
  create sequence twin.position;
  create table twin.events (like ledger.events including all);
  create table twin.keys (like ledger.keys including all);
`;

// The row travels with each call, as that of any client must. The server makes what differs from row to row, in the
// order of time, as our ids are.
const SCRIPT = `
with new as materialized (select 'case-' || uuidv7() as stream_id),
key as (
  insert into twin.keys (tenant_id, key, stream_id, first_version, last_version, body_hmac, expires_at)
  select :tenant::text, :scope::text || uuidv7(), stream_id, 1, 1, :hmac::bytea, clock_timestamp() + interval '72 hours'
  from new
)
insert into twin.events (position, tenant_id, stream_id, version, event_id, type, schema_version, occurred_at,
  recorded_at, actor, correlation_id, command_id, service, classification, hash_alg, prev_hash, hash, data)
select nextval('twin.position'), :tenant::text, stream_id, 1, uuidv7(), :type::text, :schema::int, :occurred::timestamptz,
  :recorded::timestamptz, :actor::json, :correlation::text, :command::uuid, :service::text, :class::text, :alg::text,
  :prev::bytea, :hash::bytea, :data::json
from new;
`;

/** pgbench that inserts the row of the sample and a key row, in one statement, into twins of our tables. */
export async function pgbenchOn({ pgbench, folder, admin, postgres, sample }) {
  await admin.query(TWINS);
  // One round of hashing: else 128 logins would count as a good part of the work of 128 callers.
  await admin.query('set scram_iterations = 1');
  await admin.query(`create role twin superuser login password '${PASSWORD}'`);
  const script = join(folder, 'insert.sql');
  writeFileSync(script, SCRIPT.trim().replaceAll('\n', ' '));
  const { hostname, port, pathname } = new URL(postgres.url);
  const env = {
    PATH: process.env.PATH,
    // The folder of the server's Unix socket, where it has one.
    PGHOST: decodeURIComponent(hostname),
    PGPORT: port,
    PGUSER: 'twin',
    PGPASSWORD: PASSWORD,
    PGDATABASE: pathname.slice(1),
  };
  const values = Object.entries(sample.values).flatMap(([name, value]) => ['-D', `${name}=${value}`]);
  const call = (callers, ...how) => {
    const many = ['-c', callers, '-j', Math.min(2, callers)];
    return measured(pgbench, ['-n', '-M', 'prepared', ...many, ...how, '-f', script, ...values].map(String), env);
  };
  const connectSeconds = new Map();
  // The time of -T runs from before the first connection, and 128 of them take a while: it is given on top.
  const run = async (callers, seconds) => {
    if (!connectSeconds.has(callers)) connectSeconds.set(callers, (await call(callers, '-t', 1)).connectSeconds);
    return call(callers, '-T', Math.ceil(seconds + connectSeconds.get(callers)));
  };
  return { run, version: execFileSync(pgbench, ['--version'], { encoding: 'utf8' }).trim() };
}

const ask = promisify(execFile);

async function measured(pgbench, args, env) {
  const asked = ask(pgbench, args, { env, cwd: '/' });
  atTheEnd(() => void asked.child.kill());
  try {
    const { stdout } = await asked;
    // Of the time after the last connection was made.
    const perSecond = Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]);
    const commands = Number(/^number of transactions actually processed: (\d+)/m.exec(stdout)?.[1]);
    if (!(perSecond > 0)) throw told(`pgbench said no number:\n${stdout}`);
    return {
      perSecond,
      commands,
      connectSeconds: Number(/^initial connection time = ([\d.]+)/m.exec(stdout)?.[1] ?? 0) / 1_000,
    };
  } catch (error) {
    if (isStopping() || error.stderr === undefined) throw error;
    throw told(`pgbench failed:\n${error.stderr.slice(-2_000)}`);
  }
}

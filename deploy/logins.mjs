// Before `bihuan migrate`, which gives the database its logins: writes the passwords that each service is told by its
// environment into the file of logins. Those of the command line's own logins are made there.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';

const services = {
  INTAKE: ['bihuan_intake', 'bihuan_intake_worker', 'bihuan_vault'],
  ROUTING: ['bihuan_routing', 'bihuan_routing_worker'],
  SUPERVISION: ['bihuan_supervision', 'bihuan_supervision_worker'],
  FEEDBACK: ['bihuan_feedback', 'bihuan_feedback_worker'],
  AUDIT: ['bihuan_audit', 'bihuan_audit_worker'],
  RELAY: ['bihuan_relay'],
};
const folder = env.BIHUAN_DATA_DIR ?? './data';
const wrong = Object.keys(services).filter((name) => !/^[\w-]{20,}$/.test(env[`${name}_PASSWORD`] ?? ''));
if (wrong.length > 0) {
  const names = wrong.map((name) => `${name}_PASSWORD`).join(', ');
  console.error(`${names}: a password of 20 or more letters, digits, _ and - is needed (openssl rand -hex 24).`);
  process.exit(1);
}

const file = join(folder, 'logins.json');
const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
const told = Object.entries(services).flatMap(([name, logins]) =>
  logins.map((login) => [login, env[`${name}_PASSWORD`]]),
);
mkdirSync(folder, { recursive: true, mode: 0o700 });
// Whole, or not at all: a file that ends in the middle would stop every later migration.
writeFileSync(`${file}.draft`, JSON.stringify({ ...known, ...Object.fromEntries(told) }, null, 2), { mode: 0o600 });
renameSync(`${file}.draft`, file);

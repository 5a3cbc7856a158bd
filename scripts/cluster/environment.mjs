import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The services that serve a part of the surface, in the order of the journey; the first also serves what names none. */
export const services = ['intake', 'routing', 'supervision', 'feedback', 'audit'];

/** Every process beside them. */
export const apps = [...services, 'relay'];

const FILES = {
  intake: (dir) => ({ BIHUAN_ERASURE_FILE: join(dir, 'erasures.ndjson') }),
  audit: (dir) => ({ BIHUAN_ANCHOR_FILE: join(dir, 'anchor.ndjson') }),
};

/** What a process of the cluster is told: its own logins and files, and nothing of this shell's environment. */
export function environmentOf(app, { dir, postgresPort, kafkaBrokers }) {
  const logins = JSON.parse(readFileSync(join(dir, 'logins.json'), 'utf8'));
  const url = (login) => `postgres://${login}:${logins[login]}@127.0.0.1:${postgresPort}/postgres`;
  const every = {
    PATH: process.env.PATH,
    PORT: '0',
    METRICS_PORT: '0',
    ...(kafkaBrokers === null ? {} : { KAFKA_BROKERS: kafkaBrokers.join(',') }),
  };
  if (app === 'relay') return { ...every, DATABASE_URL: url('bihuan_relay') };
  return {
    ...every,
    DATABASE_URL: url(`bihuan_${app}`),
    WORKER_DATABASE_URL: url(`bihuan_${app}_worker`),
    ...(app === 'intake' ? { VAULT_DATABASE_URL: url('bihuan_vault') } : {}),
    BIHUAN_KEY_DIR: join(dir, 'keys'),
    // The gateway says who asks.
    BIHUAN_TRUST_PROXY: '127.0.0.1',
    ...FILES[app]?.(dir),
  };
}

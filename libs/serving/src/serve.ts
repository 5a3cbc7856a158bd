import { requirePrepared } from '@bihuan/event-store';
import { TenantKeys } from '@bihuan/vault';
import type { MigrationInterface } from 'typeorm';
import { houseCatalogue, libMigrations } from './house.js';
import { kafkaOf } from './kafka-settings.js';
import { listenApart } from './listen-apart.js';
import { openHouse } from './open-house.js';
import { run } from './run.js';
import type { ServedOptions } from './served.module.js';
import type { ServiceConfig } from './apart-settings.js';

/** What a service apart makes of its configuration. */
export interface ServedApp extends Pick<ServedOptions, 'services' | 'keeping'> {
  /** Of its own tables. It runs none: whoever runs the house migrates. */
  readonly migrations: readonly (new () => MigrationInterface)[];
}

/** One service as a process of its own: `main.ts` of each is this call. */
export function serve<Config extends ServiceConfig>(
  name: string,
  read: () => Config,
  of: (config: Config) => ServedApp,
): Promise<void> {
  return run(async () => {
    const config = read();
    const { migrations, ...served } = of(config);
    const { DATABASE_URL: url, WORKER_DATABASE_URL: workerUrl, BIHUAN_TRUST_PROXY: trustProxy } = config;
    await requirePrepared(workerUrl, { migrations: [...libMigrations, ...migrations], catalogue: houseCatalogue });
    const kafka = kafkaOf(config, `bihuan-${name}`);
    const app = await openHouse(
      { ...served, url, workerUrl, keys: new TenantKeys(config.BIHUAN_KEY_DIR, false), ...(kafka ? { kafka } : {}) },
      { metricsApart: true, ...(trustProxy === undefined ? {} : { trustProxy }) },
    );
    return listenApart(name, app, config);
  });
}

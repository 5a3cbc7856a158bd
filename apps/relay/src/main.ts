import { requirePrepared } from '@bihuan/event-store';
import { createApp } from '@bihuan/platform';
import { libMigrations, listenApart, run } from '@bihuan/serving';
import { relayConfig } from './relay.config.js';
import { RelayModule } from './relay.module.js';

await run(async () => {
  const config = relayConfig();
  await requirePrepared(config.DATABASE_URL, { migrations: libMigrations, catalogue: {} });
  return listenApart('relay', await createApp(RelayModule.with(config.DATABASE_URL), { metricsApart: true }), config);
});

import { requirePrepared } from '@bihuan/event-store';
import { createApp } from '@bihuan/platform';
import { backgroundLog, kafkaOf, libMigrations, listenApart, replicationOf, run } from '@bihuan/serving';
import { relayConfig } from './relay.config.js';
import { relayAlone } from './relay.module.js';

await run(async () => {
  const config = relayConfig();
  await requirePrepared(config.DATABASE_URL, { migrations: libMigrations, catalogue: {} });
  const kafka = kafkaOf(config, 'bihuan-relay');
  const replication = replicationOf(config);
  const options = { url: config.DATABASE_URL, kafka, replication, watcher: backgroundLog };
  return listenApart('relay', await createApp(relayAlone(options), { metricsApart: true }), config);
});

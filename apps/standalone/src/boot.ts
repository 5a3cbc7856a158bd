import { makeCredentials, publishDemo } from '@bihuan/demo-tenant';
import { WatchedPostgres } from '@bihuan/embedded-postgres';
import { Database, Ledger, loginsIn, prepareDatabase, urlOf } from '@bihuan/event-store';
import { ApiKeyTable } from '@bihuan/platform';
import { ReferenceStore } from '@bihuan/reference-store';
import { backgroundLog, houseCatalogue, kafkaOf, openHouse, replicationOf, type Running } from '@bihuan/serving';
import { TenantKeys } from '@bihuan/vault';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AuditOptions } from '../../audit/src/audit.module.js';
import { RelayModule } from '../../relay/src/relay.module.js';
import { type DataFolder, dataFolder } from './data-folder.js';
import { refuseLostKeys } from './lost-keys.js';
import type { StandaloneConfig } from './standalone.config.js';
import { everyMigration, StandaloneModule } from './standalone.module.js';
import { clockWasMoved } from './test-clock.js';

const tell = (what: string): void => void process.stderr.write(`${what}\n`);

/** Database, migrations, app, demonstration tenant: in this order, each only when the one before it stands. */
export async function boot(config: StandaloneConfig): Promise<Running> {
  const folder = await dataFolder(config);
  const postgres =
    config.DATABASE_URL === undefined ? await WatchedPostgres.start({ dir: folder.postgres }, tell) : undefined;
  try {
    const app = await appOn(config.DATABASE_URL ?? postgres?.url ?? '', config, folder);
    const isDemo = config.BIHUAN_DEMO_TENANT !== 'none';
    if (isDemo) await publishDemo(app.get(ReferenceStore), () => app.get(Ledger).now());
    await app.listen({ host: config.HOST, port: config.PORT });
    const baseUrl = await app.getUrl();
    if (isDemo) await makeCredentials(new ApiKeyTable(app.get(Database)), folder.credentials, baseUrl);
    const keys = isDemo ? `keys of the demonstration tenant: ${folder.credentials}\n\n` : '';
    const says = `\nbihuan is ready: ${baseUrl}   API: ${baseUrl}/docs\n${keys}`;
    // The embedded database stops last.
    const after = async (): Promise<void> => {
      await postgres?.stop();
      process.stdout.write('bihuan has stopped\n');
    };
    return { app, says, after };
  } catch (error) {
    await postgres?.stop();
    throw error;
  }
}

async function appOn(adminUrl: string, config: StandaloneConfig, folder: DataFolder): Promise<NestFastifyApplication> {
  const logins = await loginsIn(folder.logins);
  await prepareDatabase(adminUrl, { logins, migrations: everyMigration, catalogue: houseCatalogue });
  await refuseLostKeys(adminUrl, folder);
  const { BIHUAN_TEST_CLOCK: testClock, BIHUAN_TRUST_PROXY: trustProxy } = config;
  if (testClock === undefined) await refuseMovedClock(adminUrl);
  const audit = new AuditOptions(folder.keys, folder.anchor);
  const workerUrl = urlOf(adminUrl, 'bihuan_worker', logins);
  const kafka = kafkaOf(config, 'bihuan-standalone');
  const { KAFKA_BROKERS, KAFKA_REPLICATION } = config;
  const relay = kafka &&
    KAFKA_BROKERS && {
      url: workerUrl,
      kafka,
      replication: replicationOf({ KAFKA_BROKERS, KAFKA_REPLICATION }),
      watcher: backgroundLog,
    };
  return openHouse(
    {
      services: [
        StandaloneModule.with({ audit, ...(testClock === undefined ? {} : { clockUrl: adminUrl }) }),
        ...(relay ? [RelayModule.with(relay)] : []),
      ],
      url: urlOf(adminUrl, 'bihuan_standalone', logins),
      workerUrl,
      ...(kafka ? { kafka } : {}),
      keys: new TenantKeys(folder.keys),
      keeping: { erasureJournal: folder.erasures },
    },
    { testClock: testClock !== undefined, ...(trustProxy === undefined ? {} : { trustProxy }) },
  );
}

async function refuseMovedClock(adminUrl: string): Promise<void> {
  if (!(await clockWasMoved(adminUrl))) return;
  throw new Error('The clock of this data directory was moved: start it with BIHUAN_TEST_CLOCK=1, or use another.');
}

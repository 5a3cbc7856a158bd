import { Ledger, loginsIn, urlOf } from '@bihuan/event-store';
import { createApp, serveAsyncApi, serveOpenApi } from '@bihuan/platform';
import { TenantKeys, VaultErasure } from '@bihuan/vault';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type DataFolder, dataFolder } from './data-folder.js';
import { refuseLostKeys } from './lost-keys.js';
import { prepare } from './migrations.js';
import { publishedMessages } from './published-messages.js';
import { makeCredentials, publishDemo } from './seed.js';
import type { StandaloneConfig } from './standalone.config.js';
import { StandaloneModule } from './standalone.module.js';
import { clockWasMoved } from './test-clock.js';
import { WatchedPostgres } from './watched-postgres.js';

export interface Booted {
  readonly app: NestFastifyApplication;
  readonly baseUrl: string;
  /** Where the demonstration's keys are; undefined when none were made. */
  readonly credentials: string | undefined;
  /** Ends what was started beside the app: the embedded database, which stops last. */
  readonly after: () => Promise<void>;
}

const tell = (what: string): void => void process.stderr.write(`${what}\n`);

/** Database, migrations, app, demonstration tenant: in this order, each only when the one before it stands. */
export async function boot(config: StandaloneConfig): Promise<Booted> {
  const folder = await dataFolder(config);
  const postgres = config.DATABASE_URL === undefined ? await WatchedPostgres.start(folder.postgres, tell) : undefined;
  const after = async () => postgres?.stop();
  try {
    const app = await appOn(config.DATABASE_URL ?? postgres?.url ?? '', config, folder);
    // A restore may have brought back what was erased: it goes again before anybody can ask.
    await app.get(VaultErasure).replayJournal();
    const isDemo = config.BIHUAN_DEMO_TENANT !== 'none';
    if (isDemo) await publishDemo(app);
    await app.listen({ host: config.HOST, port: config.PORT });
    const baseUrl = await app.getUrl();
    if (isDemo) await makeCredentials(app, folder.credentials, baseUrl);
    return { app, baseUrl, after, credentials: isDemo ? folder.credentials : undefined };
  } catch (error) {
    await after();
    throw error;
  }
}

async function appOn(adminUrl: string, config: StandaloneConfig, folder: DataFolder): Promise<NestFastifyApplication> {
  const logins = await loginsIn(folder.logins);
  await prepare(adminUrl, logins);
  await refuseLostKeys(adminUrl, folder);
  const { BIHUAN_TEST_CLOCK: testClock, BIHUAN_TRUST_PROXY: trustProxy } = config;
  if (testClock === undefined) await refuseMovedClock(adminUrl);
  const module = StandaloneModule.with({
    url: urlOf(adminUrl, 'bihuan_standalone', logins),
    workerUrl: urlOf(adminUrl, 'bihuan_worker', logins),
    keys: new TenantKeys(folder.keys),
    sealKeyFile: folder.sealKey,
    anchorFile: folder.anchor,
    erasureJournal: folder.erasures,
    ...(testClock === undefined ? {} : { clockUrl: adminUrl }),
  });
  const app = await createApp(module, {
    clock: (made) => made.get(Ledger),
    testClock: testClock !== undefined,
    ...(trustProxy === undefined ? {} : { trustProxy }),
  });
  await app.get(Ledger).measureClock();
  serveOpenApi(app);
  serveAsyncApi(app, publishedMessages);
  return app;
}

async function refuseMovedClock(adminUrl: string): Promise<void> {
  if (!(await clockWasMoved(adminUrl))) return;
  throw new Error('The clock of this data directory was moved: start it with BIHUAN_TEST_CLOCK=1, or use another.');
}

import { type BackgroundWatcher, Ledger, loginsIn, urlOf } from '@bihuan/event-store';
import { systemClock } from '@bihuan/kernel';
import { createApp, serveOpenApi } from '@bihuan/platform';
import { TenantKeys, VaultErasure } from '@bihuan/vault';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { type DataFolder, dataFolder } from './data-folder.js';
import { KeptPostgres } from './kept-postgres.js';
import { prepare } from './migrations.js';
import { seedOnce } from './seed.js';
import type { StandaloneConfig } from './standalone.config.js';
import { StandaloneModule } from './standalone.module.js';
import { clockWasMoved, LedgerTestClock } from './test-clock.js';

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
  const postgres = config.DATABASE_URL === undefined ? await KeptPostgres.start(folder.postgres, tell) : undefined;
  const after = async () => postgres?.stop();
  try {
    const app = await appOn(config.DATABASE_URL ?? postgres?.url ?? '', config, folder);
    // A restore may have brought back what was erased: it goes again before anybody can ask.
    await app.get(VaultErasure).replayJournal();
    await app.listen({ host: config.HOST, port: config.PORT });
    const baseUrl = await app.getUrl();
    const isDemo = config.BIHUAN_DEMO_TENANT !== 'none';
    if (isDemo) await seedOnce(app, folder.credentials, baseUrl);
    return { app, baseUrl, after, credentials: isDemo ? folder.credentials : undefined };
  } catch (error) {
    await after();
    throw error;
  }
}

async function appOn(adminUrl: string, config: StandaloneConfig, folder: DataFolder): Promise<NestFastifyApplication> {
  const logins = await loginsIn(folder.logins);
  await prepare(adminUrl, logins);
  const testClock = await testClockOn(adminUrl, config);
  const [watcher, clock] = [new LoggingWatcher(), { now: () => systemClock.now() }];
  const module = StandaloneModule.with({
    url: urlOf(adminUrl, 'bihuan_standalone', logins),
    workerUrl: urlOf(adminUrl, 'bihuan_worker', logins),
    keys: new TenantKeys(folder.keys),
    sealKeyFile: folder.sealKey,
    anchorFile: folder.anchor,
    erasureJournal: folder.erasures,
    watcher,
    ...(testClock ? { testClock } : {}),
  });
  const { BIHUAN_TRUST_PROXY: trustProxy } = config;
  const options = { now: () => clock.now(), testClock: testClock !== undefined };
  const app = await createApp(module, trustProxy === undefined ? options : { ...options, trustProxy });
  const ledger = app.get(Ledger);
  await ledger.measureClock();
  clock.now = () => ledger.now();
  testClock?.moves(ledger);
  watcher.logger = app.get(Logger);
  serveOpenApi(app);
  return app;
}

async function testClockOn(adminUrl: string, { BIHUAN_TEST_CLOCK: isWanted }: StandaloneConfig) {
  if (isWanted) return new LedgerTestClock(adminUrl);
  if (await clockWasMoved(adminUrl)) {
    throw new Error('The clock of this data directory was moved: start it with BIHUAN_TEST_CLOCK=1, or use another.');
  }
  return undefined;
}

/** Writes what fails in the background to the log; codes and ids only. */
class LoggingWatcher implements BackgroundWatcher {
  logger: Logger | undefined;

  failed: BackgroundWatcher['failed'] = (subscription, { type, streamId, meta }, error) =>
    this.logger?.error(
      { err: error, subscription, event: type, streamId, position: meta.position },
      'a reaction failed and is tried again',
    );

  stopped: BackgroundWatcher['stopped'] = (subscription, error) =>
    this.logger?.fatal({ err: error, subscription }, 'a subscription has stopped');
}

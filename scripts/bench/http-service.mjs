// Process of the bench `http`: the service intake with its whole edge, with or without what it does in the background.
import { built, lib } from './built.mjs';

const house = JSON.parse(process.argv[2]);
const [{ Database, EventStoreModule, Feed, Ledger, Runners }, { createApp, ApiKeyTable, Callers, closeOnSignal }] =
  await Promise.all([lib('event-store'), lib('platform')]);
const [{ upcast }, { CaseStoreModule }, { TenantKeys, VaultModule }] = await Promise.all([
  lib('case'),
  lib('case-store'),
  lib('vault'),
]);
const [{ IntakeModule }, { catalogue }] = await Promise.all([
  built('apps/intake/src/intake.module.js'),
  built('apps/standalone/src/migrations.js'),
]);

const keys = new TenantKeys(house.keysDir);
const callers = (database) => ({
  findKey: (publicId) => new ApiKeyTable(database).find(publicId),
  bodyKey: (tenantId) => keys.hmacKey(tenantId, 'idempotency'),
});
const failed = (_, __, error) => process.stderr.write(`${error?.stack}\n`);

/** Nest takes any class for a module. */
class Service {}
const app = await createApp(
  {
    module: Service,
    imports: [
      EventStoreModule.with({
        url: house.url,
        workerUrl: house.workerUrl,
        catalogue,
        upcast,
        watcher: { failed, stopped: failed },
      }),
      VaultModule.with({ keys, erasureJournal: house.erasureJournal }),
      CaseStoreModule,
      IntakeModule,
    ],
    providers: [{ provide: Callers, useFactory: callers, inject: [Database] }],
  },
  { clock: (made) => made.get(Ledger) },
);
await app.get(Ledger).measureClock();
// Reference data is followed all the same.
if (!house.hasBackground) app.get(Runners).onApplicationBootstrap = () => app.get(Feed).listen();
await app.listen({ host: '127.0.0.1', port: 0 });
closeOnSignal(app, async () => undefined);
process.stdout.write(`ready: ${await app.getUrl()}\n`);

// Process of the bench `http`: the service intake with its whole edge, with or without what it does in the background.
import { built, lib } from './built.mjs';

const house = JSON.parse(process.argv[2]);
const [{ Feed, Runners }, { closeOnSignal }, { openHouse }, { TenantKeys }] = await Promise.all([
  lib('event-store'),
  lib('platform'),
  lib('serving'),
  lib('vault'),
]);
const { IntakeModule } = await built('apps/intake/src/intake.module.js');

const { url, workerUrl, erasureJournal } = house;
const keys = new TenantKeys(house.keysDir);
const app = await openHouse({ services: [IntakeModule], url, workerUrl, keys, keeping: { erasureJournal } }, {});
// Reference data is followed all the same.
if (!house.hasBackground) app.get(Runners).onApplicationBootstrap = () => app.get(Feed).listen();
await app.listen({ host: '127.0.0.1', port: 0 });
closeOnSignal(app, async () => undefined);
process.stdout.write(`ready: ${await app.getUrl()}\n`);

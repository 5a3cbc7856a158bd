import { Ledger } from '@bihuan/event-store';
import { type AppOptions, createApp, serveAsyncApi, serveOpenApi } from '@bihuan/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { publishedMessages } from './published-messages.js';
import { ServedModule, type ServedOptions } from './served.module.js';

/** Services behind one edge, telling the time by the ledger, with their pages; not listening yet. */
export async function openHouse(
  served: ServedOptions,
  edge: Omit<AppOptions, 'clock' | 'preview'>,
): Promise<NestFastifyApplication> {
  const app = await createApp(ServedModule.with(served), { ...edge, clock: (made) => made.get(Ledger) });
  await app.get(Ledger).measureClock();
  serveOpenApi(app);
  serveAsyncApi(app, publishedMessages);
  return app;
}

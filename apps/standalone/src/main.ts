import { closeOnSignal } from '@bihuan/platform';
import { boot } from './boot.js';
import { standaloneConfig } from './standalone.config.js';

try {
  const { app, baseUrl, credentials, after } = await boot(standaloneConfig());
  closeOnSignal(app, after);
  process.stdout.write(`\nbihuan is ready: ${baseUrl}   API: ${baseUrl}/docs\n`);
  if (credentials) process.stdout.write(`keys of the demonstration tenant: ${credentials}\n\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

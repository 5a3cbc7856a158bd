import { closeOnSignal } from '@bihuan/platform';
import { boot } from './boot.js';
import { standaloneConfig } from './standalone.config.js';

try {
  const { app, baseUrl, credentials, after } = await boot(standaloneConfig());
  closeOnSignal(app, async () => {
    await after();
    process.stdout.write('bihuan has stopped\n');
  });
  process.stdout.write(`\nbihuan is ready: ${baseUrl}   API: ${baseUrl}/docs\n`);
  if (credentials) process.stdout.write(`keys of the demonstration tenant: ${credentials}\n\n`);
} catch (error) {
  process.stderr.write(`${reasonOf(error)}\n`);
  process.exit(1);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isTaken = 'code' in error && error.code === 'EADDRINUSE';
  return isTaken ? `${error.message}: does bihuan run here already? Else set PORT to another.` : error.message;
}

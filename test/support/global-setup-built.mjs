// For the lanes that start the product itself: one build a run, then the database of the other lanes.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import database from './global-setup.mjs';

export default async function setUp(...given) {
  const root = join(import.meta.dirname, '../..');
  execFileSync(process.execPath, [join(root, 'scripts/start.mjs'), '--build-only'], { cwd: root, stdio: 'inherit' });
  await database(...given);
}

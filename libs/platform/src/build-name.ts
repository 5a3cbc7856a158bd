import { hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

/** The compiler's own record of every source, beside what it has built. */
const BUILD_INFO = new URL('../../../.tsbuildinfo', import.meta.url);

/** Names this build: two programs from the same sources have one name. `source` where nothing was built. */
export const buildName = (): string =>
  existsSync(BUILD_INFO) ? hash('sha256', readFileSync(BUILD_INFO), 'hex').slice(0, 12) : 'source';

import { run } from '@bihuan/serving';
import { boot } from './boot.js';
import { standaloneConfig } from './standalone.config.js';

await run(() => boot(standaloneConfig()));

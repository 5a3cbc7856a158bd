import { writeFile } from 'node:fs/promises';
import { createApp, openApi } from '@bihuan/platform';
import { TenantKeys } from '@bihuan/vault';
import { StandaloneModule } from './standalone.module.js';

// A preview resolves the module graph alone: nothing of this is opened.
const nowhere = { url: '', workerUrl: '', sealKeyFile: '', anchorFile: '', erasureJournal: '' };
const module = StandaloneModule.with({ ...nowhere, keys: new TenantKeys('') });
const app = await createApp(module, { preview: true });
await writeFile(process.argv[2] ?? 'openapi.json', `${JSON.stringify(openApi(app), null, 2)}\n`);
await app.close();
process.exit(0);

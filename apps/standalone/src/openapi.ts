import { writeFile } from 'node:fs/promises';
import { createApp, openApi } from '@bihuan/platform';
import { ServedModule } from '@bihuan/serving';
import { TenantKeys } from '@bihuan/vault';
import { AuditOptions } from '../../audit/src/audit.module.js';
import { StandaloneModule } from './standalone.module.js';

// A preview resolves the module graph alone: nothing of this is opened.
const services = [StandaloneModule.with({ audit: new AuditOptions('', '') })];
const nowhere = { url: '', workerUrl: '', keys: new TenantKeys(''), keeping: { erasureJournal: '' } };
const app = await createApp(ServedModule.with({ services, ...nowhere }), { preview: true });
await writeFile(process.argv[2] ?? 'openapi.json', `${JSON.stringify(openApi(app), null, 2)}\n`);
await app.close();
process.exit(0);

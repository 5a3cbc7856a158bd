import { serve } from '@bihuan/serving';
import { auditConfig } from './audit.config.js';
import { auditMigrations, AuditModule, AuditOptions } from './audit.module.js';

await serve('audit', auditConfig, ({ BIHUAN_KEY_DIR, BIHUAN_ANCHOR_FILE }) => ({
  services: [AuditModule.with(new AuditOptions(BIHUAN_KEY_DIR, BIHUAN_ANCHOR_FILE))],
  migrations: auditMigrations,
}));

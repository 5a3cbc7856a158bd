import { serve } from '@bihuan/serving';
import { supervisionConfig } from './supervision.config.js';
import { supervisionMigrations, SupervisionModule } from './supervision.module.js';

await serve('supervision', supervisionConfig, () => ({
  services: [SupervisionModule],
  migrations: supervisionMigrations,
}));

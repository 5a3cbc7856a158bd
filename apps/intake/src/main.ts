import { serve } from '@bihuan/serving';
import { intakeConfig } from './intake.config.js';
import { intakeMigrations, IntakeModule } from './intake.module.js';

await serve('intake', intakeConfig, ({ VAULT_DATABASE_URL: url, BIHUAN_ERASURE_FILE: erasureJournal }) => ({
  services: [IntakeModule],
  migrations: intakeMigrations,
  keeping: { url, erasureJournal },
}));

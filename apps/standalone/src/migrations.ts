import { libMigrations } from '@bihuan/serving';
import { auditMigrations } from '../../audit/src/audit.module.js';
import { feedbackMigrations } from '../../feedback/src/feedback.module.js';
import { intakeMigrations } from '../../intake/src/intake.module.js';
import { routingMigrations } from '../../routing/src/routing.module.js';
import { supervisionMigrations } from '../../supervision/src/supervision.module.js';

/** What a database of this build has run. */
export const everyMigration = [
  ...libMigrations,
  ...intakeMigrations,
  ...routingMigrations,
  ...supervisionMigrations,
  ...feedbackMigrations,
  ...auditMigrations,
];

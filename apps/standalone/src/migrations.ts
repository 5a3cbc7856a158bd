import { caseCatalogue } from '@bihuan/case';
import { type EventCatalogue, Ledger1764000000000, type Logins, prepareDatabase } from '@bihuan/event-store';
import { Messaging1764000000400 } from '@bihuan/messaging';
import { ApiKeys1764000000200 } from '@bihuan/platform';
import { referenceCatalogue } from '@bihuan/reference';
import { Reference1764000000300 } from '@bihuan/reference-store';
import { subjectCatalogue, Vault1764000000100 } from '@bihuan/vault';
import { feedbackMigrations } from '../../feedback/src/feedback.module.js';
import { intakeMigrations } from '../../intake/src/intake.module.js';
import { routingMigrations } from '../../routing/src/routing.module.js';
import { supervisionMigrations } from '../../supervision/src/supervision.module.js';

/** Every event type that the ledger of this process carries. */
export const catalogue: EventCatalogue = { ...caseCatalogue, ...referenceCatalogue, ...subjectCatalogue };

const migrations = [
  Ledger1764000000000,
  Vault1764000000100,
  ApiKeys1764000000200,
  Reference1764000000300,
  Messaging1764000000400,
  ...intakeMigrations,
  ...routingMigrations,
  ...supervisionMigrations,
  ...feedbackMigrations,
];

/** Brings a database to what this build needs. */
export const prepare = (adminUrl: string, logins: Logins): Promise<void> =>
  prepareDatabase(adminUrl, { logins, migrations, catalogue });

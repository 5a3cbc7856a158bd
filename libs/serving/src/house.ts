import { caseCatalogue } from '@bihuan/case';
import { type EventCatalogue, ledgerMigrations } from '@bihuan/event-store';
import { messagingMigrations } from '@bihuan/messaging';
import { accessMigrations } from '@bihuan/platform';
import { referenceCatalogue } from '@bihuan/reference';
import { referenceMigrations } from '@bihuan/reference-store';
import { subjectCatalogue, vaultMigrations } from '@bihuan/vault';

/** Every event type that the ledger carries, whichever process writes it. */
export const houseCatalogue: EventCatalogue = { ...caseCatalogue, ...referenceCatalogue, ...subjectCatalogue };

/** Tables that no single service owns; each service has its own beside them. */
export const libMigrations = [
  ...ledgerMigrations,
  ...vaultMigrations,
  ...accessMigrations,
  ...referenceMigrations,
  ...messagingMigrations,
];

import { Ledger1764000000000 } from './migrations/1764000000000-ledger.migration.js';
import { LedgerLogins1764000000010 } from './migrations/1764000000010-ledger-logins.migration.js';

/** Tables of the ledger, and who may do what with them. */
export const ledgerMigrations = [Ledger1764000000000, LedgerLogins1764000000010];

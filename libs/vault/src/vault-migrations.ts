import { Vault1764000000100 } from './migrations/1764000000100-vault.migration.js';
import { VaultLogins1764000000110 } from './migrations/1764000000110-vault-logins.migration.js';

/** Tables of the vault, and who may do what with them. */
export const vaultMigrations = [Vault1764000000100, VaultLogins1764000000110];

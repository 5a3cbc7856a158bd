import { ApiKeys1764000000200 } from './migrations/1764000000200-api-keys.migration.js';
import { AccessLogins1764000000210 } from './migrations/1764000000210-access-logins.migration.js';
import { Rates1764000000220 } from './migrations/1764000000220-rates.migration.js';

/** The keys by which callers are known, and who may do what with them. */
export const accessMigrations = [ApiKeys1764000000200, AccessLogins1764000000210, Rates1764000000220];

import { Reference1764000000300 } from './migrations/1764000000300-reference.migration.js';
import { ReferenceLogins1764000000310 } from './migrations/1764000000310-reference-logins.migration.js';

/** What tenants publish, and who may write which kind of it. */
export const referenceMigrations = [Reference1764000000300, ReferenceLogins1764000000310];

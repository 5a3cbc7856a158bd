export { demoTenants, zhanyi, type DemoTenant } from './demo-tenants.js';
export type { DemoKey } from './keys.js';
export { makeCredentials } from './credentials-file.js';
export { boundKey, credentialOf, publishDemo, type Credential } from './seed-tenant.js';

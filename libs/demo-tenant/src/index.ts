export { demoTenants, zhanyi, type DemoTenant } from './demo-tenants.js';
export type { DemoKey } from './keys.js';
export { boundKey, credentialOf, publishTenant, type Credential } from './seed-tenant.js';

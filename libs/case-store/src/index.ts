export { caseHandler } from './case-handler.js';
export { CaseStore, type Beside } from './case-store.js';
export { CaseStoreModule } from './case-store.module.js';
export { unitEnvelope, type UnitEnvelope } from './unit-envelope.js';
export { UnitTopics, type ToldToUnit } from './unit-topics.js';

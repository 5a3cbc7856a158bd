export { ReferenceStore, referenceStream, type PublicationOutcome } from './reference-store.js';
export { Reference1764000000300 } from './migrations/1764000000300-reference.migration.js';

export { ReferenceBehind, RowsRefused } from './errors.js';
export { ReferenceStore, type NewVersion, type PublishingRule } from './reference-store.js';
export { referenceStream } from './reference-stream.js';
export { referenceMigrations } from './reference-migrations.js';

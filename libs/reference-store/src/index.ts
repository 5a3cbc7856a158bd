export { ReferenceBehind, RowsRefused } from './errors.js';
export { ReferenceStore, type NewVersion, type PublishingRule } from './reference-store.js';
export { referenceStream } from './reference-stream.js';
export { Reference1764000000300 } from './migrations/1764000000300-reference.migration.js';

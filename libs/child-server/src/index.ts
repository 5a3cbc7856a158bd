export { isErrno } from './errno.js';
export { endsWithParent } from './guard.js';
export { type Claim, claim, isAbandoned, ownerOf } from './owner.js';
export { freePort } from './port.js';
export { commandLineOf, holdsWithin, identityOf, processesTold } from './processes.js';
export { serverEnvironment } from './server-environment.config.js';

export { PostgresFault, type PostgresFaultCode } from './postgres-fault.js';
export { type RunningPostgres } from './running-postgres.js';
export { type Settings } from './server.js';
export { WatchedPostgres } from './watched-postgres.js';
export { type KeptPostgres, startPostgres, type ThrowAwayPostgres } from './start-postgres.js';

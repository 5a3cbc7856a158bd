import type { Logins } from '@bihuan/event-store';
import type { LedgerUnderTest } from './ledger-under-test.js';
import type { ServiceUnderTest, UnderTest } from './service-under-test.js';

// Loaded only when asked: most specs are of pure rules, and the framework costs a second a file.
const harness = () => import('./service-under-test.js');

/** A service as it is wired, on a database of its own with the demonstration tenants; stop it at the end. */
export const serviceUnderTest = async (under: UnderTest): Promise<ServiceUnderTest> =>
  (await harness()).startService(under);

/** Logins of the run's server: roles belong to the whole server, so every spec must know the same passwords. */
export const testLogins = async (): Promise<Logins> => (await harness()).loginsOfRun();

/** A ledger of notes on a database of its own, for specs that know no case; stop it at the end. */
export const ledgerUnderTest = async (): Promise<LedgerUnderTest> =>
  (await import('./ledger-under-test.js')).startLedger();

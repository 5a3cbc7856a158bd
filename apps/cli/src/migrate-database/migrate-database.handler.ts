import { prepareDatabase } from '@bihuan/event-store';
import { houseCatalogue } from '@bihuan/serving';
import { everyMigration } from '../../../standalone/src/standalone.module.js';
import type { Output, Reached } from '../domain/reach-ledger.handler.js';

/** Brings a database to what every service of this build needs, and says what that took. */
export async function migrate({ adminUrl, logins, loginFile }: Reached, output: Output): Promise<void> {
  const ran = await prepareDatabase(adminUrl, { logins, migrations: everyMigration, catalogue: houseCatalogue });
  for (const name of ran) output.line(`ran ${name}`);
  output.line(ran.length === 0 ? 'Nothing was missing.' : `${ran.length} migrations have run.`);
  output.line(`The passwords of the logins: ${loginFile}`);
}

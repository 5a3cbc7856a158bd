// Gives the principals of the house, and of the units that are named, what they may do at the brokers (kafka/rights.md).
// `node deploy/kafka-rights.mjs [TENANT/UNIT …]`, as an administrator: KAFKA_BROKERS, KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD.
import { env } from 'node:process';
import { ensureRights, HOUSE_RIGHTS, kafkaClient, rightsOfUnits } from '../dist/libs/messaging/src/index.js';

const { KAFKA_BROKERS: brokers, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = env;

async function giveRights(named) {
  if (!brokers || !username || !password) {
    throw new Error('KAFKA_BROKERS, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD of an administrator are needed.');
  }
  const units = named.map((name) => {
    const [tenantId = '', unitId = '', ...more] = name.split('/');
    if (more.length > 0) throw new Error(`${name}: a unit is TENANT/UNIT`);
    return { tenantId, unitId };
  });
  const rights = { ...HOUSE_RIGHTS, ...rightsOfUnits(units) };
  const kafka = kafkaClient({ brokers: brokers.split(','), clientId: 'bihuan-rights', sasl: { username, password } });
  return ensureRights(kafka, rights);
}

try {
  const { added, surplus } = await giveRights(process.argv.slice(2));
  for (const text of added) console.log(`added   ${text}`);
  // Told, never taken: those of units that were not named are among them.
  for (const text of surplus) console.log(`also    ${text}`);
  console.log(added.length === 0 ? 'Nothing was missing.' : `${added.length} rights were added.`);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

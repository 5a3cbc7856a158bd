import { createHash } from 'node:crypto';
import { ACTOR, CORRELATION_ID, dataOf, TENANT } from './append-event.mjs';
import { lib } from './built.mjs';
import { runCallers } from './callers.mjs';
import { atTheEnd } from './leftovers.mjs';

/** 72 h, as for every `Idempotency-Key`. */
const KEY_SECONDS = 72 * 3600;

/** The ledger of the product on a database prepared as at its start. */
export async function oursOn(adminUrl, logins) {
  const [eventStore, { caseCatalogue }, { vaultMigrations }, kernel] = await Promise.all(
    ['event-store', 'case', 'vault', 'kernel'].map(lib),
  );
  const { Database, Ledger, ledgerMigrations, noHead, prepareDatabase, urlOf } = eventStore;
  // One key a command, that of its caller: the permanent ones of a case would be rows that pgbench does not insert.
  const catalogue = { CaseRegistered: { ...caseCatalogue.CaseRegistered, keys: undefined } };
  await prepareDatabase(adminUrl, { logins, migrations: [...ledgerMigrations, ...vaultMigrations], catalogue });
  const url = urlOf(adminUrl, 'bihuan_standalone', logins);
  const database = new Database(url, 1);
  const ledger = new Ledger({ database, catalogue, upcast: (_type, _version, data) => data, appendUrl: url });
  atTheEnd(async () => {
    await ledger.close();
    await database.close();
  });
  await ledger.measureClock();
  const bodyHmac = createHash('sha256').update('a body').digest();
  const command = () => {
    const [caseId, commandId] = [kernel.newId(), kernel.newId()];
    const streamId = `case-${caseId}`;
    const at = ledger.now();
    return {
      service: 'intake',
      parts: [
        {
          streamId,
          head: noHead,
          facts: [{ type: 'CaseRegistered', data: dataOf(caseId), classification: 'INTERNAL' }],
        },
      ],
      recordedAt: at,
      meta: { tenantId: TENANT, actor: ACTOR, at, correlationId: CORRELATION_ID, commandId },
      sealed: [],
      keys: [{ key: keyOf(commandId), bodyHmac, streamId, firstVersion: 1, lastVersion: 1, seconds: KEY_SECONDS }],
    };
  };
  const [first] = await ledger.append(command());
  return {
    run: (callers, seconds) => runCallers(() => ledger.append(command()), callers, seconds),
    sample: sampleOf(first, kernel, bodyHmac),
  };
}

const KEY_SCOPE = `${TENANT} grid-worker-1 POST /v1/intake/cases `;
const keyOf = (id) => KEY_SCOPE + id;

/** What of a row is the same in each, as pgbench gets it told. */
function sampleOf(event, { canonicalJson }, bodyHmac) {
  const data = canonicalJson(event.data);
  const values = {
    tenant: event.tenantId,
    type: event.type,
    schema: event.schemaVersion,
    occurred: event.occurredAt,
    recorded: event.meta.recordedAt,
    actor: canonicalJson(event.meta.actor),
    correlation: event.correlationId,
    command: event.meta.commandId,
    service: event.service,
    class: event.classification,
    alg: event.hashAlg,
    prev: `\\x${event.prevHash}`,
    hash: `\\x${event.hash}`,
    data,
    hmac: `\\x${bodyHmac.toString('hex')}`,
    scope: KEY_SCOPE,
  };
  return { bytes: Buffer.byteLength(data), values };
}

import { join } from 'node:path';
import { TENANT } from './append-event.mjs';
import { lib, told } from './built.mjs';
import { runCallers } from './callers.mjs';
import { HttpClient } from './http-client.mjs';
import { atTheEnd } from './leftovers.mjs';
import { ownProcess } from './own-process.mjs';
import { cpuMsOf, cpuMsOfFamily } from './process-cpu.mjs';
import { registerCases } from './registered-cases.mjs';
import { settled } from './subscription-lag.mjs';

/** Cases that are prepared for a measurement, as a multiple of what the one before took. */
const TO_SPARE = 1.5;
const FIRST_CASES_A_SECOND = 1_500;

const ACCEPTANCE = {
  classification: {
    codeSystem: 'GBT30428-2',
    categoryCode: 'C0102',
    matterKind: 'COMPONENT',
    grade: 'GENERAL',
    urgency: 'ORDINARY',
  },
  disposition: 'DISPATCH',
};

/** Who is measured, and as what. */
export const CONTENDERS = {
  door: { entry: 'http-service.mjs', name: 'intake' },
  service: { entry: 'http-service.mjs', name: 'intake, all at work', hasBackground: true },
  bare: { entry: 'http-bare.mjs', name: 'bare Fastify' },
};
/** A clerk's key that no rate holds back. */
export async function clerksKey(database) {
  const { ApiKeyTable, keyFor } = await lib('platform');
  const bound = { tenantId: TENANT, keyId: 'bench', role: 'CLERK', unitId: 'CENTRE', staffId: 'bench' };
  const { token, key } = keyFor({ ...bound, gridCodes: [], sourceSystems: [] });
  await new ApiKeyTable(database).put({ ...key, rate: 1_000_000, burst: 1_000_000 });
  return token;
}

/** What a server stands on. */
export const houseOf = ({ urlAs, dataDir }) => ({
  url: urlAs('bihuan_standalone'),
  workerUrl: urlAs('bihuan_worker'),
  keysDir: join(dataDir, 'keys'),
  erasureJournal: join(dataDir, 'erasures.ndjson'),
});

/** A server that stands still while the other is measured: what it does in the background would be the other's cost. */
export async function contender(who, { folder, house, flags = [] }) {
  const { entry, hasBackground = false } = CONTENDERS[who];
  const { pid, said, stop, send } = await ownProcess(`${who}${flags.length}`, {
    folder,
    flags,
    entry: `scripts/bench/${entry}`,
    args: [JSON.stringify({ ...house, hasBackground })],
    ready: (text) => /^ready: (\S+)/m.exec(text),
  });
  const go = () => send('SIGCONT');
  // What stands still hears no signal to end.
  atTheEnd(go);
  return { who, pid, baseUrl: said[1], go, stop, halt: () => send('SIGSTOP') };
}

/** Measures one of them for some seconds, on cases that were registered for it before. */
export const measurer = ({ admin, ledger, postgres, token, connections, contenders, random }) => {
  const casesASecond = new Map();
  return async (who, seconds) => {
    const self = contenders.find((one) => one.who === who);
    const count = Math.ceil((casesASecond.get(who) ?? FIRST_CASES_A_SECOND) * TO_SPARE * seconds);
    const cases = await registerCases(ledger, count, random);
    if ((await settled(admin)) === Infinity) throw told('The service does not come to rest.');
    for (const one of contenders) if (one !== self) one.halt();
    const http = new HttpClient(self.baseUrl, connections);
    const accept = async () => {
      const caseId = cases.pop();
      if (caseId === undefined) return false;
      const { status, text } = await http.post(`/v1/intake/cases/${caseId}/accept`, token, ACCEPTANCE);
      if (status !== 200 || JSON.parse(text).status !== 'ACCEPTED') throw told(`${who}: ${status} ${text}`);
      return true;
    };
    const before = cpuOf(self, postgres);
    const run = await runCallers(accept, connections, seconds);
    const after = cpuOf(self, postgres);
    http.close();
    for (const one of contenders) one.go();
    casesASecond.set(who, run.perSecond);
    const us = (name) => ((after[name] - before[name]) * 1_000) / run.commands;
    return {
      ...run,
      serverUs: us('server'),
      postgresUs: us('postgres'),
      clientUs: us('client'),
      fromUs: before.atUs,
      toUs: after.atUs,
    };
  };
};

function cpuOf({ pid }, postgres) {
  const { user, system } = process.cpuUsage();
  return {
    server: cpuMsOf(pid),
    postgres: cpuMsOfFamily(postgres.pid),
    client: (user + system) / 1_000,
    atUs: Number(process.hrtime.bigint() / 1_000n),
  };
}

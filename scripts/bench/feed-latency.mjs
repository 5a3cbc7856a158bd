import { setTimeout as pause } from 'node:timers/promises';
import { fixed, printTable, progress, randomFrom, spread, whole } from './figures.mjs';
import { atTheEnd } from './leftovers.mjs';
import { settingsOf } from './own-postgres.mjs';
import { CASE_EVENTS, ownKafka, ownRelays } from './own-relay.mjs';
import { ledgerOf, preparedHouse } from './prepared-house.mjs';
import { registerCases } from './registered-cases.mjs';
import { keepResult, machine, printMachine } from './result-file.mjs';

/** From commit to handler, at most, p99. */
const BAR_MS = 50;
/** Until the broker, too, has compiled what it does often. */
const WARM_UP_S = 30;
const PATIENCE_MS = 30_000;
/** Appends are begun this often, as many as are due. */
const TICK_MS = 2;

/** How long an event takes from its commit, through the relay and the broker, to the handler of a consumer. */
export async function bench({ rate, seconds }) {
  const on = machine();
  progress('starting PostgreSQL, the standalone once for its tenant, Kafka and the relay …');
  const house = await preparedHouse();
  const broker = await ownKafka(house.folder);
  await ownRelays(house, broker);
  const { ledger } = await ledgerOf(house);
  const seen = await consumerOf(broker.kafka);
  const random = randomFrom(1);
  const append = () => appendedCase(ledger, random);

  progress(`warming up for ${WARM_UP_S} s …`);
  await arrived(await steadily(append, rate, WARM_UP_S), seen);
  progress(`measuring ${rate} events/s for ${seconds} s …`);
  const began = performance.now();
  const appended = await steadily(append, rate, seconds);
  const perSecond = appended.length / ((performance.now() - began) / 1_000);
  const missing = await arrived(appended, seen);
  const settings = await settingsOf(house.admin);

  const figures = figuresOf(appended, seen);
  printMachine(on, [`PostgreSQL ${settings.server_version}`]);
  print({ perSecond, missing, ...figures });
  keepResult('feed-latency', { machine: on, settings, rate, seconds, perSecond, missing, ...figures });
}

/** Registers one case and tells when it was asked for and when it was answered: the commit lies just before that. */
async function appendedCase(ledger, random) {
  const askedAt = performance.now();
  const [caseId] = await registerCases(ledger, 1, random);
  return { caseId, askedAt, committedAt: performance.now() };
}

/** Begins so many a second, evenly, whatever each takes; answers all when the last is done. */
async function steadily(begin, rate, seconds) {
  const begun = [];
  const began = performance.now();
  const total = Math.round(rate * seconds);
  while (begun.length < total) {
    const due = Math.min(total, Math.ceil(((performance.now() - began) / 1_000) * rate));
    while (begun.length < due) begun.push(begin());
    await pause(TICK_MS);
  }
  return Promise.all(begun);
}

/** A consumer of the case events; when it was first handed each case, and how often. */
async function consumerOf(kafka) {
  const seen = new Map();
  const consumer = kafka.consumer({ groupId: `bench-${process.pid}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  atTheEnd(() => consumer.disconnect());
  await consumer.subscribe({ topic: CASE_EVENTS, fromBeginning: true });
  await consumer.run({
    eachBatch: async ({ batch }) => {
      const at = performance.now();
      for (const { key } of batch.messages) {
        const caseId = key.toString();
        const { times = 0, firstAt = at } = seen.get(caseId) ?? {};
        seen.set(caseId, { firstAt, times: times + 1 });
      }
    },
  });
  return seen;
}

/** Waits until all have arrived; answers how many never did. */
async function arrived(appended, seen) {
  const lastLook = performance.now() + PATIENCE_MS;
  for (;;) {
    const missing = appended.filter(({ caseId }) => !seen.has(caseId)).length;
    if (missing === 0 || performance.now() > lastLook) return missing;
    await pause(50);
  }
}

function figuresOf(appended, seen) {
  const there = appended.filter(({ caseId }) => seen.has(caseId));
  // An answer may reach us after the event itself has: then it took no time.
  const sinceCommit = there.map(({ caseId, committedAt }) => Math.max(0, seen.get(caseId).firstAt - committedAt));
  return {
    repeated: there.filter(({ caseId }) => seen.get(caseId).times > 1).length,
    appendMs: spread(appended.map(({ askedAt, committedAt }) => committedAt - askedAt)),
    sinceCommitMs: spread(sinceCommit),
    sinceAskedMs: spread(there.map(({ caseId, askedAt }) => seen.get(caseId).firstAt - askedAt)),
    barMs: BAR_MS,
  };
}

function print({ perSecond, missing, repeated, appendMs, sinceCommitMs, sinceAskedMs }) {
  console.log(`\n${whole(perSecond)} events/s, each of a new case; ${missing} missing, ${repeated} repeated\n`);
  const row = (name, { p50, p95, p99 }) => [name, ...[p50, p95, p99].map((ms) => fixed(ms))];
  printTable(
    ['', 'p50 ms', 'p95', 'p99'],
    [row('append', appendMs), row('commit → handler', sinceCommitMs), row('append and commit → handler', sinceAskedMs)],
  );
  const isMet = sinceCommitMs.p99 <= BAR_MS && missing === 0;
  console.log(`\nbar: commit → handler p99 ≤ ${BAR_MS} ms: ${isMet ? 'met' : 'missed'}`);
}

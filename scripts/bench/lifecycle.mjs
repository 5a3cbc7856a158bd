import { setTimeout as pause } from 'node:timers/promises';
import { told } from './built.mjs';
import { CaseJourney } from './case-journey.mjs';
import { profileIn } from './cpu-profile.mjs';
import { fixed, median, percent, printTable, progress, randomFrom, spread, whole } from './figures.mjs';
import { HttpClient } from './http-client.mjs';
import { atTheEnd } from './leftovers.mjs';
import { ownFolder, settingsOf, superuser } from './own-postgres.mjs';
import { ownStandalone } from './own-standalone.mjs';
import { cpuMsOf, cpuMsOfFamily } from './process-cpu.mjs';
import { keepResult, machine, printMachine } from './result-file.mjs';

const SETTLE_MS = 60_000;
const LOOK_MS = 500;
const MAX_FAILURES = 20;
const TOP_FUNCTIONS = 15;

/** Whole cases over HTTP, so many at once, and where the time goes. */
export async function bench({ seconds, callers, 'warm-up': warmUp, profile: isProfiled }) {
  const on = machine();
  progress('starting the standalone …');
  const house = await ownStandalone(ownFolder(), { isProfiled });
  const admin = await superuser(house.url);
  const http = new HttpClient(house.baseUrl, callers);
  atTheEnd(() => http.close());
  const journey = new CaseJourney(http, house.keys, randomFrom(1));

  progress(`warming up for ${warmUp} s …`);
  await load(journey, callers, warmUp);
  await settled(admin);
  journey.forget();
  const before = await standing(house, admin);
  const watch = watchLag(admin);
  progress(`measuring ${callers} callers for ${seconds} s …`);
  const run = await load(journey, callers, seconds);
  const lags = await watch();
  const settledMs = await settled(admin);
  const after = await standing(house, admin);
  const settings = await settingsOf(admin);
  progress('stopping the standalone …');
  await admin.end();
  http.close();
  await house.stop();

  const figures = figuresOf({ run, journey, before, after, lags, settledMs });
  const profile = isProfiled ? profileIn(house.profiles, before.atUs, after.atUs) : undefined;
  printMachine(on, [`PostgreSQL ${settings.server_version}`]);
  print(figures, { callers, seconds, isProfiled });
  if (profile) printProfile(profile, figures);
  keepResult('lifecycle', {
    machine: on,
    settings,
    callers,
    seconds,
    isProfiled,
    ...figures,
    profile: shortened(profile),
  });
}

/** So many cases at once until the time is over; what has begun is brought to its end. */
async function load(journey, callers, seconds) {
  const lifecyclesMs = [];
  const failures = [];
  const began = performance.now();
  const end = began + seconds * 1_000;
  const call = async () => {
    while (performance.now() < end && failures.length < MAX_FAILURES) {
      const before = performance.now();
      try {
        await journey.once();
        lifecyclesMs.push(performance.now() - before);
      } catch (error) {
        failures.push(error.message);
      }
    }
  };
  await Promise.all(Array.from({ length: callers }, call));
  if (failures.length >= MAX_FAILURES) throw told(`${failures.length} cases failed, the first with: ${failures[0]}`);
  return { lifecyclesMs, failures, seconds: (performance.now() - began) / 1_000 };
}

const LAG = `select coalesce((select position from ledger.events order by position desc limit 1), 0)::int
  - coalesce((select min(position) from ledger.checkpoints), 0)::int as lag`;

const lagOf = async (admin) => (await admin.query(LAG)).rows[0].lag;

/** Waits until nothing is written any more and every subscription has saved that it read it; answers how long, ms. */
async function settled(admin) {
  const began = performance.now();
  let before;
  while (performance.now() - began < SETTLE_MS) {
    const { rows } = await admin.query('select last_value as head from ledger.position');
    if (rows[0].head === before && (await lagOf(admin)) === 0) return performance.now() - began;
    before = rows[0].head;
    await pause(LOOK_MS);
  }
  return Infinity;
}

/** Looks twice a second how far the slowest subscription has saved; the answer ends it and tells all it saw. */
function watchLag(admin) {
  const lags = [];
  let isOver = false;
  const watch = async () => {
    while (!isOver) {
      lags.push(await lagOf(admin));
      await pause(LOOK_MS);
    }
  };
  // A fault is kept until somebody asks: unheard, it would end the process before anything is cleaned up.
  const outcome = watch().catch((error) => error);
  return async () => {
    isOver = true;
    const fault = await outcome;
    if (fault) throw fault;
    return lags;
  };
}

const COUNTS = `select (select count(*) from ledger.events)::int as events,
  (select count(distinct command_id) from ledger.events)::int as appends,
  (select xact_commit from pg_stat_database where datname = current_database())::int as transactions,
  (pg_current_wal_lsn() - '0/0')::float8 as wal`;

async function standing({ pid, postgresPid }, admin) {
  const { rows } = await admin.query(COUNTS);
  const driver = process.cpuUsage();
  return {
    ...rows[0],
    atUs: Number(process.hrtime.bigint() / 1_000n),
    nodeMs: cpuMsOf(pid),
    postgresMs: cpuMsOfFamily(postgresPid),
    driverMs: (driver.user + driver.system) / 1_000,
  };
}

function figuresOf({ run, journey, before, after, lags, settledMs }) {
  const lifecycles = run.lifecyclesMs.length;
  const each = (name) => (after[name] - before[name]) / lifecycles;
  const quarter = Math.max(1, Math.floor(lags.length / 4));
  const requests = [...journey.latenciesMs].map(([name, ms]) => ({ name, count: ms.length, ...spread(ms) }));
  return {
    lifecycles,
    failures: run.failures,
    lifecyclesPerSecond: lifecycles / run.seconds,
    requestsPerSecond: journey.requests / run.seconds,
    lifecycleMs: spread(run.lifecyclesMs),
    requests,
    perLifecycle: {
      requests: journey.requests / lifecycles,
      events: each('events'),
      appends: each('appends'),
      transactions: each('transactions'),
      walKiB: each('wal') / 1_024,
      nodeCpuMs: each('nodeMs'),
      postgresCpuMs: each('postgresMs'),
      driverCpuMs: each('driverMs'),
    },
    lag: {
      first: median(lags.slice(0, quarter)),
      last: median(lags.slice(-quarter)),
      most: Math.max(...lags),
      settledMs,
    },
  };
}

function print(figures, { callers, seconds, isProfiled }) {
  const { lifecycles, failures, lifecyclesPerSecond, requestsPerSecond, lifecycleMs, requests, perLifecycle, lag } =
    figures;
  console.log(
    `\n${callers} callers, ${seconds} s${isProfiled ? ', sampled' : ''}: ${lifecycles} lifecycles, ` +
      `${fixed(lifecyclesPerSecond)} a second, ${whole(requestsPerSecond)} requests a second\n`,
  );
  if (failures.length > 0) console.log(`${failures.length} failed, the first with: ${failures[0]}\n`);
  printTable(
    ['', 'count', 'p50 ms', 'p95', 'p99'],
    [{ name: 'lifecycle', count: lifecycles, ...lifecycleMs }, ...requests].map(({ name, count, p50, p95, p99 }) => [
      name,
      count,
      ...[p50, p95, p99].map((ms) => fixed(ms)),
    ]),
  );
  const { nodeCpuMs, postgresCpuMs, driverCpuMs, walKiB, ...counts } = perLifecycle;
  console.log(
    `\na lifecycle is ${Object.entries(counts)
      .map(([name, count]) => `${fixed(count)} ${name}`)
      .join(', ')}, ${fixed(walKiB)} KiB of WAL`,
  );
  console.log(
    `CPU a lifecycle: Node ${fixed(nodeCpuMs)} ms, PostgreSQL ${fixed(postgresCpuMs)} ms, beside it this bench ${fixed(driverCpuMs)} ms`,
  );
  console.log(
    `slowest subscription, events behind: ${lag.first} in the first quarter, ${lag.last} in the last, ${lag.most} at most; ` +
      (Number.isFinite(lag.settledMs) ? `all read ${whole(lag.settledMs)} ms after the load` : 'never all read'),
  );
}

function printProfile({ areas, functions }, { lifecycles }) {
  const busy = areas.filter(({ name }) => name !== 'idle');
  const total = busy.reduce((sum, { ms }) => sum + ms, 0);
  const rows = (list) => list.map(({ name, ms }) => [name, percent(ms / total), fixed(ms / lifecycles, 2)]);
  console.log('\nmain thread of Node by area, self time, without what it waited:\n');
  printTable(['area', 'share', 'ms a lifecycle'], rows(busy));
  console.log('\nby function:\n');
  const known = functions.filter(({ name }) => name !== '(idle)').slice(0, TOP_FUNCTIONS);
  printTable(['function', 'share', 'ms a lifecycle'], rows(known));
}

const shortened = (profile) => profile && { areas: profile.areas, functions: profile.functions.slice(0, 50) };

import { CaseJourney } from './case-journey.mjs';
import { profileIn } from './cpu-profile.mjs';
import { median, progress, randomFrom, spread } from './figures.mjs';
import { HttpClient } from './http-client.mjs';
import { atTheEnd } from './leftovers.mjs';
import { callsOf, load, sweep } from './lifecycle-load.mjs';
import { printLifecycle } from './lifecycle-report.mjs';
import { ownCluster } from './own-cluster.mjs';
import { ownFolder, settingsOf, superuser } from './own-postgres.mjs';
import { ownStandalone } from './own-standalone.mjs';
import { cpuMsOfFamily, cpuMsOfTree } from './process-cpu.mjs';
import { printProfile, shortened } from './profile-report.mjs';
import { keepResult, machine, printMachine } from './result-file.mjs';
import { settled, watchLag } from './subscription-lag.mjs';

const SWEEP_S = 5;
/** Until what is called often is compiled: a dozen processes share what one has alone. */
const WARM_UP_S = { standalone: 4, cluster: 40 };
const MAX_CONNECTIONS = 64;
const MAX_CALL_P95_MS = 100;
/** Lifecycles a second, at least. */
const BARS = { standalone: 40, cluster: 20 };

/** Whole cases over HTTP, as many at once as calls stay quick, and where the time goes. */
export async function bench(options) {
  const { seconds, cluster: isCluster, sweep: isSwept } = options;
  const what = isCluster ? 'cluster' : 'standalone';
  // A profile tells of one process.
  const isProfiled = options.profile && !isCluster;
  const on = machine();
  progress(`starting the ${what} …`);
  const house = isCluster ? await ownCluster(ownFolder()) : await ownStandalone(ownFolder(), { isProfiled });
  const admin = await superuser(house.url);
  const http = new HttpClient(house.baseUrl, MAX_CONNECTIONS);
  atTheEnd(() => http.close());
  const journey = new CaseJourney(http, house.keys, randomFrom(1));
  const settle = () => settled(admin);

  const warmUpS = WARM_UP_S[what];
  progress(`warming up for ${warmUpS} s …`);
  await load(journey, options.callers, warmUpS);
  await settle();
  const swept = isSwept ? await sweep(journey, { seconds: SWEEP_S, maxP95Ms: MAX_CALL_P95_MS, settle }) : undefined;
  const callers = swept?.callers ?? options.callers;
  journey.forget();
  const before = await standing(house, admin);
  const watch = watchLag(admin);
  progress(`measuring ${callers} cases at once for ${seconds} s …`);
  const run = await load(journey, callers, seconds);
  const lags = await watch();
  const settledMs = await settle();
  const after = await standing(house, admin);
  const settings = await settingsOf(admin);
  progress(`stopping the ${what} …`);
  await admin.end();
  http.close();
  await house.stop();

  const figures = figuresOf({ run, journey, before, after, lags, settledMs, perSecondBar: BARS[what] });
  const profile = isProfiled ? profileIn(house.profiles, before.atUs, after.atUs) : undefined;
  printMachine(on, [what, `PostgreSQL ${settings.server_version}`]);
  const how = { callers, seconds, isProfiled, sweep: swept?.steps };
  printLifecycle(figures, how);
  if (profile) printProfile(profile, { count: figures.lifecycles, each: 'lifecycle' });
  keepResult('lifecycle', { what, machine: on, settings, ...how, ...figures, profile: shortened(profile) });
}

const COUNTS = `select (select count(*) from ledger.events)::int as events,
  (select count(distinct command_id) from ledger.events)::int as appends,
  (select xact_commit from pg_stat_database where datname = current_database())::int as transactions,
  (pg_current_wal_lsn() - '0/0')::float8 as wal`;

async function standing({ pid, postgresPid }, admin) {
  const { rows } = await admin.query(COUNTS);
  const driver = process.cpuUsage();
  const postgresMs = cpuMsOfFamily(postgresPid);
  return {
    ...rows[0],
    atUs: Number(process.hrtime.bigint() / 1_000n),
    // All its processes; its PostgreSQL is told apart.
    nodeMs: cpuMsOfTree(pid) - postgresMs,
    postgresMs,
    driverMs: (driver.user + driver.system) / 1_000,
  };
}

function figuresOf({ run, journey, before, after, lags, settledMs, perSecondBar }) {
  const lifecycles = run.lifecyclesMs.length;
  const each = (name) => (after[name] - before[name]) / lifecycles;
  const quarter = Math.max(1, Math.floor(lags.length / 4));
  const [callMs, lifecyclesPerSecond] = [callsOf(journey), lifecycles / run.seconds];
  const { staleReads } = journey;
  const isMet =
    lifecyclesPerSecond >= perSecondBar &&
    callMs.p95 <= MAX_CALL_P95_MS &&
    run.failures.length === 0 &&
    staleReads === 0;
  return {
    lifecycles,
    failures: run.failures,
    staleReads,
    lifecyclesPerSecond,
    requestsPerSecond: journey.requests / run.seconds,
    bar: { perSecond: perSecondBar, callP95Ms: MAX_CALL_P95_MS, isMet },
    lifecycleMs: spread(run.lifecyclesMs),
    callMs,
    requests: [...journey.latenciesMs].map(([name, ms]) => ({ name, count: ms.length, ...spread(ms) })),
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

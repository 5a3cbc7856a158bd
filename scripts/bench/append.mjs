import { join } from 'node:path';
import { lib, told } from './built.mjs';
import { fixed, median, printTable, progress, randomFrom, shuffled, spread, times, whole } from './figures.mjs';
import { oursOn } from './append-ours.mjs';
import { findPgbench, pgbenchOn } from './append-pgbench.mjs';
import { ownFolder, ownPostgres, settingsOf, superuser } from './own-postgres.mjs';
import { cpuMsOf, cpuMsOfEnded, cpuMsOfFamily } from './process-cpu.mjs';
import { keepResult, machine, printMachine } from './result-file.mjs';

const CALLERS = [1, 8, 32, 128];
/** Times pgbench, at least. */
const BARS = new Map([
  [1, 0.3],
  [32, 0.9],
  [128, 1.2],
]);
/** 128 of pgbench, our own, and some to spare. */
const MAX_CONNECTIONS = 160;
/** The flush of a disk that is slower than this one, in microseconds. */
const SLOW_COMMIT_US = 3_000;

/** Our append with every check, beside pgbench without any, in one run on one server. */
export async function bench({ seconds, rounds, seed }) {
  const pgbench = findPgbench();
  if (!pgbench) throw told('pgbench is missing: install it (Debian: apt-get install postgresql), then run this again.');
  const on = machine();
  const folder = ownFolder();
  progress('starting PostgreSQL …');
  const postgres = await ownPostgres(folder, { max_connections: MAX_CONNECTIONS });
  const admin = await superuser(postgres.url);
  const logins = await (await lib('event-store')).loginsIn(join(folder, 'logins.json'));
  const ours = await oursOn(postgres.url, logins);
  const theirs = await pgbenchOn({ pgbench, folder, admin, postgres, sample: ours.sample });
  const cpuMs = () => cpuMsOfFamily(postgres.pid) + cpuMsOf(process.pid) + cpuMsOfEnded();
  const measure = measurer({ ours, theirs, cpuMs, seconds, rounds, random: randomFrom(seed) });

  progress('warming up …');
  for (const callers of CALLERS) await ours.run(callers, 1);
  await theirs.warmUp(CALLERS);
  const settings = await settingsOf(admin);
  const results = await measure('');
  await slowCommits(admin);
  const slowSettings = await settingsOf(admin);
  const slowResults = await measure('commits of 3 ms, ');

  printMachine(on, [`PostgreSQL ${settings.server_version}`, theirs.version]);
  print({ results, slowResults, seconds, rounds, sample: ours.sample });
  const runs = [
    { settings, results },
    { settings: slowSettings, results: slowResults },
  ];
  keepResult('append', {
    machine: on,
    pgbench: theirs.version,
    seconds,
    rounds,
    seed,
    dataBytes: ours.sample.bytes,
    runs,
  });
}

/** A server on a disk on which each commit takes 3 ms, alone or not. */
async function slowCommits(admin) {
  await admin.query(`alter system set commit_delay = ${SLOW_COMMIT_US}`);
  await admin.query('alter system set commit_siblings = 0');
  await admin.query('select pg_reload_conf()');
  // The new value reaches a connection between two of its statements.
  for (;;) {
    const { rows } = await admin.query(`select current_setting('commit_delay') as told`);
    if (rows[0].told === String(SLOW_COMMIT_US)) return;
  }
}

const measurer =
  ({ ours, theirs, cpuMs, seconds, rounds, random }) =>
  async (label) => {
    const runs = [];
    for (let round = 1; round <= rounds; round += 1) {
      const jobs = CALLERS.flatMap((callers) => [
        { callers, who: 'ours', contender: ours },
        { callers, who: 'pgbench', contender: theirs },
      ]);
      for (const { callers, who, contender } of shuffled(jobs, random)) {
        const before = cpuMs();
        const run = await contender.run(callers, seconds);
        const cpuUs = ((cpuMs() - before) * 1_000) / run.commands;
        progress(`${label}round ${round} of ${rounds}: ${who}, ${callers} callers: ${whole(run.perSecond)}/s`);
        runs.push({ round, callers, who, cpuUs, ...run });
      }
    }
    return CALLERS.map((callers) =>
      summary(
        callers,
        runs.filter((run) => run.callers === callers),
      ),
    );
  };

function summary(callers, runs) {
  const of = (who) => runs.filter((run) => run.who === who).toSorted((a, b) => a.round - b.round);
  const [ours, theirs] = [of('ours'), of('pgbench')];
  const ratios = ours.map(({ perSecond }, index) => perSecond / theirs[index].perSecond);
  const perSecond = (own) => own.map((run) => run.perSecond);
  const cpuUs = (own) => own.map((run) => run.cpuUs);
  return {
    callers,
    oursPerSecond: median(perSecond(ours)),
    pgbenchPerSecond: median(perSecond(theirs)),
    ratio: median(ratios),
    bar: BARS.get(callers),
    cpuUs: { ours: median(cpuUs(ours)), pgbench: median(cpuUs(theirs)) },
    latencyMs: spread(ours.flatMap(({ latenciesMs }) => latenciesMs)),
    rounds: { ours: perSecond(ours), pgbench: perSecond(theirs), ratios },
  };
}

function print({ results, slowResults, seconds, rounds, sample }) {
  console.log(
    `\nOne event with ${sample.bytes} bytes of data and one key row a command, each on a new stream; durable. ` +
      `Medians of ${rounds} round${rounds === 1 ? '' : 's'} of ${seconds} s.\n` +
      'ours: type, owner, schema, hash chain, key, head. pgbench: the same rows in one statement, nothing checked.\n',
  );
  printTable(
    [
      'callers',
      'ours/s',
      'pgbench/s',
      'ratio',
      'bar',
      '',
      'p50 ms',
      'p95',
      'p99',
      '│ 3 ms: ours/s',
      'pgbench/s',
      'ratio',
      'p50',
      'p95',
      'p99',
    ],
    results.map((fast, index) => [fast.callers, ...columns(fast, true), ...columns(slowResults[index], false)]),
  );
  console.log(
    '\nProcessor time a command, client and server together; unlike the rates it hardly depends on what else runs here:\n',
  );
  const cpu = ({ cpuUs: { ours, pgbench } }) => [ours, pgbench].map((us) => fixed(us, 0)).concat(times(ours / pgbench));
  printTable(
    ['callers', 'ours µs', 'pgbench µs', '', '│ 3 ms: ours µs', 'pgbench µs', ''],
    results.map((fast, index) => {
      const [slowOurs, ...slow] = cpu(slowResults[index]);
      return [fast.callers, ...cpu(fast), `│ ${slowOurs}`, ...slow];
    }),
  );
}

function columns({ oursPerSecond, pgbenchPerSecond, ratio, bar, latencyMs: { p50, p95, p99 } }, hasBar) {
  const verdict = ratio >= bar ? 'met' : 'missed';
  const bars = bar === undefined ? ['', ''] : [`≥${bar}×`, verdict];
  return [
    `${hasBar ? '' : '│ '}${whole(oursPerSecond)}`,
    whole(pgbenchPerSecond),
    times(ratio),
    ...(hasBar ? bars : []),
    ...[p50, p95, p99].map((ms) => fixed(ms, 2)),
  ];
}

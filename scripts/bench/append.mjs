import { join } from 'node:path';
import { emmettOn } from './append-emmett.mjs';
import { messageDbOn } from './append-message-db.mjs';
import { oursOn } from './append-ours.mjs';
import { findPgbench, pgbenchOn } from './append-pgbench.mjs';
import { printAppend } from './append-report.mjs';
import { lib, told } from './built.mjs';
import { median, progress, randomFrom, shuffled, spread, whole } from './figures.mjs';
import { ownFolder, ownPostgres, settingsOf, superuser } from './own-postgres.mjs';
import { peers } from './peers.mjs';
import { cpuMsOf, cpuMsOfEnded, cpuMsOfFamily } from './process-cpu.mjs';
import { keepResult, machine } from './result-file.mjs';

const CALLERS = [1, 8, 32, 128];
/** Of the event stores, each with a connection of its own. */
const STORE_CALLERS = 32;
/** Times the other, at least, by callers. */
const BARS = {
  pgbench: { 1: 0.35, 32: 1, 128: 1.3 },
  emmett: { 32: 4 },
  'message-db': { 32: 5 },
};
/** 128 of pgbench, 32 of each event store, our own, and some to spare. */
const MAX_CONNECTIONS = 220;
/** The flush of a disk that is slower than this one, in microseconds. */
const SLOW_COMMIT_US = 3_000;

/**
 * Our append with every check, beside pgbench without any and beside event stores with theirs, in one run on one server.
 */
export async function bench({ seconds, rounds, seed, peers: hasPeers }) {
  const pgbench = findPgbench();
  if (!pgbench) throw told('pgbench is missing: install it (Debian: apt-get install postgresql), then run this again.');
  const installed = hasPeers ? peers() : undefined;
  const on = machine();
  const folder = ownFolder();
  progress('starting PostgreSQL …');
  const postgres = await ownPostgres(folder, { max_connections: MAX_CONNECTIONS });
  const admin = await superuser(postgres.url);
  const logins = await (await lib('event-store')).loginsIn(join(folder, 'logins.json'));
  const ours = await oursOn(postgres.url, logins);
  const theirs = await pgbenchOn({ pgbench, folder, admin, postgres, sample: ours.sample });
  const contenders = [
    { who: 'ours', everyCallers: CALLERS, run: ours.run },
    { who: 'pgbench', everyCallers: CALLERS, run: theirs.run },
    ...(installed ? await storesOn({ peers: installed, admin, postgres, callers: STORE_CALLERS }) : []),
  ];
  const cpuMs = () => cpuMsOfFamily(postgres.pid) + cpuMsOf(process.pid) + cpuMsOfEnded();
  const measure = measurer({ contenders, cpuMs, seconds, rounds, random: randomFrom(seed) });

  progress('warming up …');
  for (const { everyCallers, run } of contenders) for (const callers of everyCallers) await run(callers, 1);
  const settings = await settingsOf(admin);
  const results = await measure('');
  await slowCommits(admin);
  const slowSettings = await settingsOf(admin);
  const slowResults = await measure('commits of 3 ms, ');

  const versions = Object.fromEntries(contenders.slice(2).map(({ who, version }) => [who, version]));
  const kept = { machine: on, pgbench: theirs.version, versions, seconds, rounds, seed, dataBytes: ours.sample.bytes };
  printAppend({ ...kept, settings, results, slowResults });
  const runs = [
    { settings, results },
    { settings: slowSettings, results: slowResults },
  ];
  keepResult('append', { ...kept, runs });
}

async function storesOn(on) {
  const version = (name) => on.peers.versionOf(name);
  const everyCallers = [on.callers];
  return [
    { who: 'emmett', everyCallers, version: version('@event-driven-io/emmett-postgresql'), ...(await emmettOn(on)) },
    { who: 'message-db', everyCallers, version: version('@eventide/message-db'), ...(await messageDbOn(on)) },
  ];
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
  ({ contenders, cpuMs, seconds, rounds, random }) =>
  async (label) => {
    const runs = [];
    for (let round = 1; round <= rounds; round += 1) {
      const jobs = contenders.flatMap(({ who, everyCallers, run }) =>
        everyCallers.map((callers) => ({ who, callers, run })),
      );
      for (const { callers, who, run } of shuffled(jobs, random)) {
        const before = cpuMs();
        const measured = await run(callers, seconds);
        const cpuUs = ((cpuMs() - before) * 1_000) / measured.commands;
        progress(`${label}round ${round} of ${rounds}: ${who}, ${callers} callers: ${whole(measured.perSecond)}/s`);
        runs.push({ round, callers, who, cpuUs, ...measured });
      }
    }
    return CALLERS.map((callers) =>
      summary(
        callers,
        runs.filter((run) => run.callers === callers),
      ),
    );
  };

/** Everybody's figures at so many callers, and ours beside those of each other, round by round. */
function summary(callers, runs) {
  const byWho = Map.groupBy(
    runs.toSorted((a, b) => a.round - b.round),
    ({ who }) => who,
  );
  const ours = byWho.get('ours');
  const figures = [...byWho].map(([who, own]) => {
    const ratios = own.map(({ perSecond }, index) => ours[index].perSecond / perSecond);
    return {
      who,
      perSecond: median(own.map(({ perSecond }) => perSecond)),
      cpuUs: median(own.map(({ cpuUs }) => cpuUs)),
      // pgbench tells no single call.
      latencyMs: own[0].latenciesMs && spread(own.flatMap(({ latenciesMs }) => latenciesMs)),
      oursTimes: median(ratios),
      bar: BARS[who]?.[callers],
      rounds: own.map(({ perSecond }) => perSecond),
      ratios,
    };
  });
  return { callers, figures };
}

import { setTimeout as pause } from 'node:timers/promises';
import { built, lib, told } from './built.mjs';
import { fixed, median, printTable, progress, randomFrom, whole } from './figures.mjs';
import { fillLedger, livedCases } from './history.mjs';
import { atTheEnd } from './leftovers.mjs';
import { settingsOf } from './own-postgres.mjs';
import { ledgerOf, preparedHouse } from './prepared-house.mjs';
import { cpuMsOfFamily } from './process-cpu.mjs';
import { keepResult, machine, printMachine } from './result-file.mjs';

/** Events a second, at least. */
const BAR = 100_000;
const LIVED_CASES = 48;
const PATIENCE_MS = 120_000;
const LOOK_MS = 2;

const projections = {
  'intake.case_list': ['apps/intake/src/case-list/case-list.projection.js', 'caseList'],
  'routing.unit_inbox': ['apps/routing/src/unit-inbox/unit-inbox.projection.js', 'unitInbox'],
  'supervision.sla_board': ['apps/supervision/src/sla-board/sla-board.projection.js', 'slaBoard'],
};

/** How fast a projection that is made anew reads a ledger of many events from its beginning to its head. */
export async function bench({ events, open, rounds, seed }) {
  const on = machine();
  progress(`starting PostgreSQL and the standalone, living ${LIVED_CASES} cases …`);
  const house = await preparedHouse({
    live: (standalone, superuser) => livedCases(standalone, superuser, LIVED_CASES),
  });
  const { admin, postgres, lived } = house;
  const random = randomFrom(seed);
  const tell = (written) => progress(`filled the ledger with ${whole(written)} of ${whole(events)} events`);
  const filled = await fillLedger(admin, lived, { events, open, random, tell });
  await admin.query('vacuum analyze ledger.events');
  const settings = await settingsOf(admin);
  const { rows } = await admin.query(
    'select count(*)::int as events, max(position)::int as head, pg_table_size($1) as bytes from ledger.events',
    ['ledger.events'],
  );
  const ledger = { ...rows[0], bytes: Number(rows[0].bytes), open, copies: filled.cases };

  const background = await workerOn(house);
  const results = [];
  for (const [table, [file, name]] of Object.entries(projections)) {
    const projection = (await built(file))[name];
    results.push({ table, ...(await measured({ background, admin, postgres, projection, ledger, rounds })) });
  }
  printMachine(on, [`PostgreSQL ${settings.server_version}`]);
  print({ results, ledger, rounds });
  keepResult('catch-up', { machine: on, settings, seed, ledger, rounds, results });
}

/** A process that keeps projections, as each service has it. */
async function workerOn(house) {
  const [{ Feed, WorkerDatabase }, { upcast }] = await Promise.all([lib('event-store'), lib('case')]);
  const { ledger } = await ledgerOf(house);
  const database = new WorkerDatabase(house.urlAs('bihuan_worker'));
  const feed = new Feed(database, upcast, ledger);
  await feed.listen();
  atTheEnd(async () => {
    await feed.close();
    await database.close();
  });
  return { feed, database, upcast };
}

async function measured({ background, admin, postgres, projection, ledger, rounds }) {
  const runs = [];
  for (let round = 1; round <= rounds; round += 1) {
    // A newer version makes the table anew: it is emptied, and the ledger read from its beginning.
    const newer = { ...projection, version: projection.version + round };
    const before = { node: process.cpuUsage(), postgres: cpuMsOfFamily(postgres.pid) };
    const seconds = await caughtUp(background, newer, ledger.head);
    const node = process.cpuUsage(before.node);
    const cpuUs = (ms) => (ms * 1_000) / ledger.events;
    const run = {
      perSecond: ledger.events / seconds,
      nodeUs: cpuUs((node.user + node.system) / 1_000),
      postgresUs: cpuUs(cpuMsOfFamily(postgres.pid) - before.postgres),
    };
    progress(`${projection.table}, round ${round} of ${rounds}: ${whole(run.perSecond)} events/s`);
    runs.push(run);
  }
  const { rows } = await admin.query(`select count(*)::int as rows from ${projection.table}`);
  const of = (name) => median(runs.map((run) => run[name]));
  return { perSecond: of('perSecond'), nodeUs: of('nodeUs'), postgresUs: of('postgresUs'), rows: rows[0].rows, runs };
}

async function caughtUp(background, projection, head) {
  const { ProjectionRunner } = await lib('event-store');
  const { caseFold } = await lib('case');
  const faults = [];
  const watcher = { failed: (...fault) => faults.push(fault), stopped: (...fault) => faults.push(fault) };
  const runner = new ProjectionRunner({ projection, fold: caseFold, streamType: 'case' }, { ...background, watcher });
  const began = performance.now();
  runner.start();
  try {
    while (runner.position < head) {
      if (faults.length > 0) throw faults[0].at(-1);
      if (performance.now() - began > PATIENCE_MS)
        throw told(`${projection.table} is at ${runner.position} of ${head}.`);
      await pause(LOOK_MS);
    }
    return (performance.now() - began) / 1_000;
  } finally {
    await runner.stop();
  }
}

function print({ results, ledger, rounds }) {
  console.log(
    `\n${whole(ledger.events)} events of ${whole(ledger.copies)} cases, ${whole(ledger.open)} on their way at any moment, ` +
      `${whole(ledger.bytes / 2 ** 20)} MiB. Each table made anew from position 0, medians of ${rounds} rounds.\n`,
  );
  printTable(
    ['', 'events/s', 'bar', '', 'rows', 'Node µs', 'PostgreSQL µs', 'at best/s'],
    results.map(({ table, perSecond, rows, nodeUs, postgresUs }) => [
      table,
      whole(perSecond),
      `≥${whole(BAR)}`,
      perSecond >= BAR ? 'met' : 'missed',
      whole(rows),
      fixed(nodeUs),
      fixed(postgresUs),
      whole(1e6 / Math.max(nodeUs, postgresUs)),
    ]),
  );
  console.log('\nµs: processor time an event. Both sides run at once; at best each has a core to itself.');
}

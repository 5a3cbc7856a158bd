import { join } from 'node:path';
import { profileIn } from './cpu-profile.mjs';
import { fixed, median, printTable, progress, randomFrom, shuffled, spread, times, whole } from './figures.mjs';
import { clerksKey, contender, CONTENDERS, houseOf, measurer } from './http-contenders.mjs';
import { settingsOf } from './own-postgres.mjs';
import { ledgerOf, preparedHouse } from './prepared-house.mjs';
import { printProfile, shortened } from './profile-report.mjs';
import { keepResult, machine, printMachine } from './result-file.mjs';

/** Of bare Fastify, at least. */
const BAR = 0.7;
const WARM_UP_S = 4;

const NAMES = Object.keys(CONTENDERS);

/** `POST …/accept` on the service intake, beside Fastify alone with the same look-up, read and append. */
export async function bench({ connections, seconds, rounds, seed, profile: isProfiled }) {
  const on = machine();
  progress('starting PostgreSQL, and the standalone once for its tenant …');
  const prepared = await preparedHouse();
  const { folder, admin, postgres } = prepared;
  // Only intake runs from here on: nobody waits for the others.
  await admin.query(`delete from ledger.checkpoints where subscription not like 'intake.%'`);
  const { ledger, database } = await ledgerOf(prepared);
  const token = await clerksKey(database);
  const house = houseOf(prepared);
  const contenders = [];
  for (const who of NAMES) contenders.push(await contender(who, { folder, house }));
  const random = randomFrom(seed);
  const measure = measurer({ admin, ledger, postgres, token, connections, contenders, random });

  progress('warming up …');
  for (const who of NAMES) await measure(who, WARM_UP_S);
  const settings = await settingsOf(admin);
  const runs = [];
  for (let round = 1; round <= rounds; round += 1) {
    for (const who of shuffled(NAMES, random)) {
      const run = { round, who, ...(await measure(who, seconds)) };
      progress(`round ${round} of ${rounds}: ${who}: ${whole(run.perSecond)}/s`);
      runs.push(run);
    }
  }
  const results = summary(runs);
  const profiled = isProfiled ? await profiledDoor({ folder, house, contenders, measure, seconds }) : undefined;
  printMachine(on, [`PostgreSQL ${settings.server_version}`]);
  print({ results, connections, seconds, rounds });
  if (profiled) printProfile(profiled.profile, { count: profiled.requests, each: 'request' });
  const kept = { machine: on, settings, connections, seconds, rounds, seed, results };
  keepResult('http', { ...kept, profile: shortened(profiled?.profile) });
}

/** The door once more, sampled: that costs some, so it is measured apart. */
async function profiledDoor({ folder, house, contenders, measure, seconds }) {
  progress('sampling the door …');
  const profiles = join(folder, 'profiles');
  const flags = ['--cpu-prof', `--cpu-prof-dir=${profiles}`];
  const sampled = await contender('door', { folder, house, flags });
  contenders.push({ ...sampled, who: 'sampled' });
  await measure('sampled', WARM_UP_S);
  const { commands, fromUs, toUs } = await measure('sampled', seconds);
  await sampled.stop();
  return { requests: commands, profile: profileIn(profiles, fromUs, toUs) };
}

function summary(runs) {
  const of = (who) => runs.filter((run) => run.who === who).toSorted((a, b) => a.round - b.round);
  const bare = of('bare');
  return NAMES.map((who) => {
    const own = of(who);
    const ratios = own.map(({ perSecond }, index) => perSecond / bare[index].perSecond);
    const middle = (name) => median(own.map((run) => run[name]));
    return {
      who,
      name: CONTENDERS[who].name,
      perSecond: middle('perSecond'),
      ratio: median(ratios),
      bar: who === 'door' ? BAR : undefined,
      latencyMs: spread(own.flatMap(({ latenciesMs }) => latenciesMs)),
      cpuUs: { server: middle('serverUs'), postgres: middle('postgresUs'), client: middle('clientUs') },
      rounds: own.map(({ perSecond }) => perSecond),
      ratios,
    };
  });
}

function print({ results, connections, seconds, rounds }) {
  console.log(
    `\nPOST /v1/intake/cases/{caseId}/accept with a classification, ${connections} connections, a new case each time: ` +
      `key, read, two events appended. Medians of ${rounds} round${rounds === 1 ? '' : 's'} of ${seconds} s.\n` +
      'intake: its whole edge, log and rules. All at work: its reactions and its case list beside, in the same process.\n' +
      'bare: compiled schemas, the same key, read, append and answer.\n',
  );
  printTable(
    ['', 'requests/s', '÷ bare', 'bar', '', 'p50 ms', 'p95', 'p99', 'server µs', 'PostgreSQL µs', 'client µs'],
    results.map(
      ({ name, perSecond, ratio, bar, latencyMs: { p50, p95, p99 }, cpuUs: { server, postgres, client } }) => [
        name,
        whole(perSecond),
        times(ratio),
        ...(bar === undefined ? ['', ''] : [`≥${bar}×`, ratio >= bar ? 'met' : 'missed']),
        ...[p50, p95, p99].map((ms) => fixed(ms)),
        ...[server, postgres, client].map((us) => fixed(us, 0)),
      ],
    ),
  );
}

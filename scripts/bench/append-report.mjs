import { fixed, printTable, times, whole } from './figures.mjs';
import { printMachine } from './result-file.mjs';

/** The tables of a run: beside pgbench at every number of callers, then beside the event stores. */
export function printAppend({
  machine,
  pgbench,
  versions,
  settings,
  results,
  slowResults,
  seconds,
  rounds,
  dataBytes,
}) {
  const stores = Object.entries(versions).map(([who, version]) => `${who} ${version}`);
  printMachine(machine, [`PostgreSQL ${settings.server_version}`, pgbench, ...stores]);
  console.log(
    `\nOne event with ${dataBytes} bytes of data and one key row a command, each on a new stream; durable. ` +
      `Medians of ${rounds} round${rounds === 1 ? '' : 's'} of ${seconds} s.\n` +
      'ours: type, owner, schema, hash chain, key, head. pgbench: the same rows in one statement, nothing checked.\n',
  );
  printBesidePgbench(results, slowResults);
  console.log(
    '\nProcessor time a command, client and server together; unlike the rates it hardly depends on what else runs here:\n',
  );
  printCpu(results, slowResults);
  if (stores.length > 0) printBesideStores(results, slowResults);
}

const figureOf = ({ figures }, who) => figures.find((figure) => figure.who === who);
const verdict = ({ oursTimes, bar }) =>
  bar === undefined ? ['', ''] : [`≥${bar}×`, oursTimes >= bar ? 'met' : 'missed'];
const latencies = ({ p50, p95, p99 }) => [p50, p95, p99].map((ms) => fixed(ms, 2));

function printBesidePgbench(results, slowResults) {
  const rates = (result) => [figureOf(result, 'ours'), figureOf(result, 'pgbench')];
  const percentiles = ['p50', 'p95', 'p99'];
  printTable(
    ['callers', 'ours/s', 'pgbench/s', 'ratio', 'bar', '', 'p50 ms', 'p95', 'p99'].concat(
      ['│ 3 ms: ours/s', 'pgbench/s', 'ratio'],
      percentiles,
    ),
    results.map((result, index) => {
      const [ours, theirs] = rates(result);
      const [slowOurs, slowTheirs] = rates(slowResults[index]);
      return [
        result.callers,
        whole(ours.perSecond),
        whole(theirs.perSecond),
        times(theirs.oursTimes),
        ...verdict(theirs),
        ...latencies(ours.latencyMs),
        `│ ${whole(slowOurs.perSecond)}`,
        whole(slowTheirs.perSecond),
        times(slowTheirs.oursTimes),
        ...latencies(slowOurs.latencyMs),
      ];
    }),
  );
}

function printCpu(results, slowResults) {
  const told = (result) => {
    const [ours, theirs] = ['ours', 'pgbench'].map((who) => figureOf(result, who).cpuUs);
    return [fixed(ours, 0), fixed(theirs, 0), times(ours / theirs)];
  };
  printTable(
    ['callers', 'ours µs', 'pgbench µs', '', '│ 3 ms: ours µs', 'pgbench µs', ''],
    results.map((result, index) => {
      const [slowOurs, ...slow] = told(slowResults[index]);
      return [result.callers, ...told(result), `│ ${slowOurs}`, ...slow];
    }),
  );
}

function printBesideStores(results, slowResults) {
  const rows = results.flatMap((result, index) =>
    result.figures
      .filter(({ who }) => who !== 'pgbench')
      .map((figure) => ({ callers: result.callers, figure, slow: figureOf(slowResults[index], figure.who) })),
  );
  const compared = new Set(rows.filter(({ figure }) => figure.who !== 'ours').map(({ callers }) => callers));
  console.log(
    '\nBeside event stores: the same data, envelope as metadata, the expected version checked, a connection a caller.' +
      '\nmessage-db takes its lock a category, and all streams are of one, as cases are.\n',
  );
  printTable(
    ['', 'callers', 'events/s', 'ours is', 'bar', '', 'p50 ms', 'p95', 'p99', 'CPU µs', '│ 3 ms: events/s', 'ours is'],
    rows
      .filter(({ callers }) => compared.has(callers))
      .map(({ callers, figure, slow }) => [
        figure.who,
        callers,
        whole(figure.perSecond),
        times(figure.oursTimes),
        ...verdict(figure),
        ...latencies(figure.latencyMs),
        fixed(figure.cpuUs, 0),
        `│ ${whole(slow.perSecond)}`,
        times(slow.oursTimes),
      ]),
  );
}

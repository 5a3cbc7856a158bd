import { fixed, printTable, whole } from './figures.mjs';

/** What a run showed, in words and tables. */
export function printLifecycle(figures, { callers, seconds, isProfiled, sweep }) {
  const { lifecycles, failures, staleReads, lifecyclesPerSecond, requestsPerSecond, bar } = figures;
  if (sweep) printSweep(sweep);
  console.log(
    `\n${callers} cases at once, ${seconds} s${isProfiled ? ', sampled' : ''}: ${lifecycles} lifecycles, ` +
      `${fixed(lifecyclesPerSecond)} a second, ${whole(requestsPerSecond)} requests a second\n`,
  );
  printCalls(figures);
  console.log(
    `\n${failures.length} errors, ${staleReads} reads older than the command before them` +
      (failures.length > 0 ? `; the first error: ${failures[0]}` : ''),
  );
  const isMet = bar.isMet ? 'met' : 'missed';
  console.log(
    `bar: ≥${bar.perSecond} lifecycles/s at p95 ≤ ${bar.callP95Ms} ms a call, 0 errors, 0 old reads: ${isMet}`,
  );
  printCosts(figures);
}

function printSweep(steps) {
  console.log('\nso many cases at once, a few seconds each:\n');
  printTable(
    ['at once', 'lifecycles/s', 'p50 ms a call', 'p95', 'p99'],
    steps.map(({ callers, perSecond, callMs: { p50, p95, p99 } }) => [
      callers,
      fixed(perSecond),
      ...[p50, p95, p99].map((ms) => fixed(ms)),
    ]),
  );
}

function printCalls({ lifecycles, lifecycleMs, requests, callMs }) {
  const count = requests.reduce((sum, request) => sum + request.count, 0);
  const rows = [
    { name: 'lifecycle', count: lifecycles, ...lifecycleMs },
    { name: 'all calls', count, ...callMs },
  ];
  printTable(
    ['', 'count', 'p50 ms', 'p95', 'p99'],
    [...rows, ...requests].map(({ name, count: calls, p50, p95, p99 }) => [
      name,
      calls,
      ...[p50, p95, p99].map((ms) => fixed(ms)),
    ]),
  );
}

function printCosts({ perLifecycle, lag }) {
  const { nodeCpuMs, postgresCpuMs, driverCpuMs, walKiB, ...counts } = perLifecycle;
  const told = Object.entries(counts).map(([name, count]) => `${fixed(count)} ${name}`);
  console.log(`\na lifecycle is ${told.join(', ')}, ${fixed(walKiB)} KiB of WAL`);
  console.log(
    `CPU a lifecycle: product ${fixed(nodeCpuMs)} ms, PostgreSQL ${fixed(postgresCpuMs)} ms, beside it this bench ${fixed(driverCpuMs)} ms`,
  );
  console.log(
    `slowest subscription, events behind: ${lag.first} in the first quarter, ${lag.last} in the last, ${lag.most} at most; ` +
      (Number.isFinite(lag.settledMs) ? `all read ${whole(lag.settledMs)} ms after the load` : 'never all read'),
  );
}

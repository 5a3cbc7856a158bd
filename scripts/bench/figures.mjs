/** A small generator with a seed (mulberry32), so that a run can be made again in the same order. */
export function randomFrom(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** The same items in another order (Fisher–Yates). */
export function shuffled(items, random) {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = random(last + 1);
    [mixed[last], mixed[other]] = [mixed[other], mixed[last]];
  }
  return mixed;
}

const ascending = (values) => Float64Array.from(values).sort();

/** The value that so many percent do not exceed (nearest rank); NaN of nothing. */
export const percentile = (values, percent) => percentileOf(ascending(values), percent);
const percentileOf = (sorted, percent) =>
  sorted.length === 0 ? NaN : sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];

export function median(values) {
  const sorted = ascending(values);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Milliseconds at 50, 95 and 99 percent. */
export function spread(values) {
  const sorted = ascending(values);
  return { p50: percentileOf(sorted, 50), p95: percentileOf(sorted, 95), p99: percentileOf(sorted, 99) };
}

export const whole = (value) => Math.round(value).toLocaleString('en-US');
export const fixed = (value, digits = 1) => (Number.isFinite(value) ? value.toFixed(digits) : '–');
export const times = (ratio) => `${fixed(ratio, 2)}×`;
export const percent = (share) => `${fixed(share * 100)} %`;

/** Prints rows in columns: the first on the left, the others on the right. */
export function printTable(head, rows) {
  const lines = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...lines.map((row) => row[column].length)));
  const told = lines.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  '),
  );
  console.log([told[0], widths.map((width) => '─'.repeat(width)).join('  '), ...told.slice(1)].join('\n'));
}

/** Says on stderr what is under way: stdout holds the result alone. */
export const progress = (text) => process.stderr.write(`${text}\n`);

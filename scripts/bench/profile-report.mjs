import { fixed, percent, printTable } from './figures.mjs';

const TOP_FUNCTIONS = 15;
const KEPT_FUNCTIONS = 50;

/** Where the main thread of Node spent its time, `each` being one of `count`: a lifecycle, a request. */
export function printProfile({ areas, functions }, { count, each }) {
  const busy = areas.filter(({ name }) => name !== 'idle');
  const total = busy.reduce((sum, { ms }) => sum + ms, 0);
  const rows = (list) => list.map(({ name, ms }) => [name, percent(ms / total), fixed(ms / count, 3)]);
  console.log('\nmain thread of Node by area, self time, without what it waited:\n');
  printTable(['area', 'share', `ms a ${each}`], rows(busy));
  console.log('\nby function:\n');
  const known = functions.filter(({ name }) => name !== '(idle)').slice(0, TOP_FUNCTIONS);
  printTable(['function', 'share', `ms a ${each}`], rows(known));
}

/** What of it is worth keeping. */
export const shortened = (profile) =>
  profile && { areas: profile.areas, functions: profile.functions.slice(0, KEPT_FUNCTIONS) };

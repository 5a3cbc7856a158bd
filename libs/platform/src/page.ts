import { setTimeout as sleep } from 'node:timers/promises';
import { encodeCursor } from './cursor.js';
import { Problem } from './problem.js';

/** One page of a list, as every list answers. */
export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
  readonly asOfPosition: number;
}

/** A page of `limit` items from rows of which one more than that was asked for. */
export function pageOf<Row, Item = Row>(
  rows: readonly Row[],
  { limit, asOfPosition }: { readonly limit: number; readonly asOfPosition: number },
  cursorAfter: (last: Row) => unknown,
  show: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const isMore = rows.length > limit && last !== undefined;
  return { items: shown.map(show), nextCursor: isMore ? encodeCursor(cursorAfter(last)) : null, asOfPosition };
}

const WAIT_MS = 2_000;
const POLL_MS = 10;

/**
 * Waits until a projection has read as far as `?atLeast=`, and answers how far that is.
 * @throws Problem projection-behind after two seconds
 */
export async function untilRead(
  atLeast: number | undefined,
  position: () => Promise<number> | number,
  waitMs = WAIT_MS,
): Promise<number> {
  const lastTryMs = performance.now() + waitMs;
  for (;;) {
    const reached = await position();
    if (atLeast === undefined || reached >= atLeast) return reached;
    if (performance.now() >= lastTryMs) throw new Problem('projection-behind', { values: { position: reached } });
    await sleep(POLL_MS);
  }
}

import { setTimeout as pause } from 'node:timers/promises';

const SETTLE_MS = 60_000;
const LOOK_MS = 500;

const LAG = `select coalesce((select position from ledger.events order by position desc limit 1), 0)::int
  - coalesce((select min(position) from ledger.checkpoints), 0)::int as lag`;

const lagOf = async (admin) => (await admin.query(LAG)).rows[0].lag;

/** Waits until nothing is written any more and every subscription has saved that it read it; answers how long, ms. */
export async function settled(admin) {
  const began = performance.now();
  let before;
  while (performance.now() - began < SETTLE_MS) {
    const { rows } = await admin.query('select last_value as head from ledger.position');
    if (rows[0].head === before && (await lagOf(admin)) === 0) return performance.now() - began;
    before = rows[0].head;
    await pause(LOOK_MS);
  }
  return Infinity;
}

/** Looks twice a second how far the slowest subscription has saved; the answer ends it and tells all it saw. */
export function watchLag(admin) {
  const lags = [];
  let isOver = false;
  const watch = async () => {
    while (!isOver) {
      lags.push(await lagOf(admin));
      await pause(LOOK_MS);
    }
  };
  // A fault is kept until somebody asks: unheard, it would end the process before anything is cleaned up.
  const outcome = watch().catch((error) => error);
  return async () => {
    isOver = true;
    const fault = await outcome;
    if (fault) throw fault;
    return lags;
  };
}

import type { Occasion } from '@bihuan/kernel';

/** A present, and ids that come in order: `id-1`, `id-2`, … */
export function occasion<Reference>(reference: Reference, now = '2026-03-02T01:00:00.000Z'): Occasion<Reference> {
  let last = 0;
  return { now, newId: () => `id-${(last += 1)}`, idOf: (name) => `id-of-${name}`, reference };
}

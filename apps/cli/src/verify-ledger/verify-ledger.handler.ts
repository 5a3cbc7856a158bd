import { verifyLedger, type Verified, WorkerDatabase } from '@bihuan/event-store';
import type { Output, Reached } from '../domain/reach-ledger.handler.js';

/** Walks the whole ledger and says what was found; true when nothing was altered as far as can be told. */
export async function verify({ workerUrl, anchorFile }: Reached, output: Output): Promise<boolean> {
  const database = new WorkerDatabase(workerUrl, 2);
  try {
    const verified = await verifyLedger(database, anchorFile, (events) => output.progress(`${events} events`));
    for (const text of linesOf(verified)) output.line(text);
    return verified.finding === undefined;
  } finally {
    await database.close();
  }
}

/** The result as a table, and one sentence that says what it proves. */
export function linesOf(verified: Verified): readonly string[] {
  const { events, streams, seals, sealedPosition, headPosition, anchor } = verified;
  const rows = [
    ['events', events],
    ['streams', streams],
    ['seals', seals],
    ['sealed to position', sealedPosition],
    ['head position', headPosition],
    ['anchor file', anchor],
  ] as const;
  return [...rows.map(([name, value]) => `${name.padEnd(20)}${value}`), '', sentenceOf(verified)];
}

function sentenceOf({ finding, anchor, anchoredAfter, sealedPosition, headPosition }: Verified): string {
  if (finding) {
    const { position, streamId, what } = finding;
    const where = [
      position === undefined ? '' : ` at position ${position}`,
      streamId === undefined ? '' : ` of ${streamId}`,
    ];
    return `ALTERED${where.join('')}: ${what}`;
  }
  if (anchor === 'missing') return 'Internally consistent, not unaltered: there is no anchor file to hold it against.';
  const from = anchor === 'late' ? ` from position ${anchoredAfter + 1} on, where the anchor file begins,` : '';
  const open =
    headPosition > sealedPosition ? `; what follows up to ${headPosition} is consistent, not sealed yet` : '';
  return `Unaltered${from} up to position ${sealedPosition}${open}.`;
}

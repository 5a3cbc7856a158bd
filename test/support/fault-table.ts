import type { Counts } from './topic-counts.js';

/** A row of the table of faults: the counts, and effects that happened twice. */
export type FaultRow = Counts & { readonly doubled: number };

const columns = ['acknowledged', 'delivered', 'repeated', 'missing', 'misordered', 'doubled'] as const;

/** Collects what each fault left behind, and prints it as a table when the file has ended. */
export class FaultTable {
  private readonly rows: (readonly [string, FaultRow])[] = [];

  constructor(title: string) {
    afterAll(() => {
      const head = ['fault'.padEnd(64), ...columns.map((name) => name.padStart(13))].join('');
      const lines = this.rows.map(([fault, row]) =>
        [fault.padEnd(64), ...columns.map((name) => String(row[name]).padStart(13))].join(''),
      );
      // Written at once: jest's own console would put a stack trace below each line.
      process.stderr.write(`\n${[title, head, ...lines].join('\n')}\n\n`);
    });
  }

  /** @throws Error when nothing was acknowledged under the fault: then nothing was shown */
  add(fault: string, row: FaultRow): FaultRow {
    if (row.acknowledged === 0) throw new Error(`${fault}: nothing was acknowledged`);
    this.rows.push([fault, row]);
    return row;
  }
}

/** What must hold whatever happened: everything arrived, in order, and nothing happened twice. */
export const nothingLost = { missing: 0, misordered: 0, doubled: 0 } as const;

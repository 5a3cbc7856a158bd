import { renameSync, writeFileSync } from 'node:fs';

const COLUMNS = ['process', 'copy', 'pid', 'port', 'metrics', 'state'];
const CLEAR_BELOW = '\u001B[J';

const rowOf = ({ service, number, pid, port, metricsPort, state }) => [
  service,
  String(number),
  String(pid ?? '–'),
  String(port ?? '–'),
  String(metricsPort ?? '–'),
  state,
];

/** Shows how each process is: a table that is drawn again on a terminal, else a line for each change. */
export class Status {
  #copies;
  #drawn = 0;
  #file;

  constructor(copies, file) {
    this.#copies = copies;
    this.#file = file;
  }

  changed(copy) {
    this.#keep();
    if (process.stdout.isTTY) return this.#draw();
    const [service, number, pid, port, , state] = rowOf(copy);
    console.log(`${service} ${number}: ${state} (pid ${pid}, port ${port})`);
  }

  /** Something beside the table; below it the table begins anew. */
  says(text) {
    this.#drawn = 0;
    console.log(text);
  }

  #draw() {
    const rows = [COLUMNS, ...this.#copies.map(rowOf)];
    const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
    const lines = rows.map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] + 2))
        .join('')
        .trimEnd(),
    );
    const back = this.#drawn === 0 ? '' : `\u001B[${this.#drawn}A`;
    process.stdout.write(`${back}\r${CLEAR_BELOW}${lines.join('\n')}\n`);
    this.#drawn = lines.length;
  }

  /** What runs, for whoever looks from outside, and for the next start if this process is killed. */
  #keep() {
    const running = this.#copies.filter(({ pid }) => pid !== undefined);
    const told = running.map(({ service, number, pid, port = null, metricsPort = null, state }) => {
      return { service, number, pid, port, metricsPort, state };
    });
    replace(this.#file, told);
  }
}

/** Puts a file in its place whole, or not at all; for its owner alone. */
export function replace(file, value) {
  writeFileSync(`${file}.draft`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.draft`, file);
}

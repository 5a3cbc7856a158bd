import { parseArgs } from 'node:util';
import { cliConfig } from './cli.config.js';
import { type Reached, withLedger } from './domain/reach-ledger.handler.js';
import { raiseEpoch } from './raise-epoch/raise-epoch.handler.js';
import { type Output, verify } from './verify-ledger/verify-ledger.handler.js';

const USAGE = `bihuan <command> [--data-dir DIR]

  verify   holds every event against its hash, its chain, the seals and the anchor file
  epoch    says that the ledger was taken back: after a restore, a promotion or a logical copy

Without --data-dir: BIHUAN_DATA_DIR, else ./data. With DATABASE_URL: that PostgreSQL.`;

const output: Output = {
  line: (text) => void process.stdout.write(`${text}\n`),
  progress: (text) => void (process.stderr.isTTY && process.stderr.write(`\r${text}\u001B[K\r`)),
};

/** Each answers whether all is well. */
const commands: Readonly<Record<string, (reached: Reached) => Promise<boolean>>> = {
  verify: (reached) => verify(reached, output),
  epoch: async (reached) => {
    const { epoch, position } = await raiseEpoch(reached);
    output.line(`Epoch ${epoch}; positions go on after ${position}.`);
    return true;
  },
};

try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'data-dir': { type: 'string' } } });
  const [name = '', ...more] = positionals;
  const command = Object.hasOwn(commands, name) && more.length === 0 ? commands[name] : undefined;
  if (!command) throw new Error(name === '' ? USAGE : `There is no command ${positionals.join(' ')}.\n\n${USAGE}`);
  const config = cliConfig();
  const isWell = await withLedger(
    { ...config, BIHUAN_DATA_DIR: values['data-dir'] ?? config.BIHUAN_DATA_DIR },
    command,
  );
  process.exitCode = isWell ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

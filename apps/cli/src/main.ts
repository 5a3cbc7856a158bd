import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { type CliConfig, cliConfig } from './cli.config.js';
import { deadLetters } from './dead-letters/dead-letters.handler.js';
import { personOf } from './dead-letters/person.policy.js';
import { type Begin, type Output, type Reached, withLedger } from './domain/reach-ledger.handler.js';
import { makeDemo } from './make-demo/make-demo.handler.js';
import { migrate } from './migrate-database/migrate-database.handler.js';
import { raiseEpoch } from './raise-epoch/raise-epoch.handler.js';
import { verify } from './verify-ledger/verify-ledger.handler.js';

const USAGE = `bihuan <command> [--data-dir DIR]

  migrate  brings the database to what this build needs: roles, tables, event types; writes the logins' passwords
  demo     makes the demonstration tenant and its keys; --base-url URL is where the house is reached
  verify   holds every event against its hash, its chain, the seals and the anchor file
  dead-letters list | show ID | retry ID | discard ID VERSION
           events that a service could not handle, and those of their cases that wait behind them; each look is recorded
           with --by NAME, which must be told where the login is no person's (root, node); else with the login
  epoch    says that the ledger was taken back: after a restore, a promotion or a logical copy

Without --data-dir: BIHUAN_DATA_DIR, else ./data. With DATABASE_URL: that PostgreSQL.`;

const output: Output = {
  line: (text) => void process.stdout.write(`${text}\n`),
  progress: (text) => void (process.stderr.isTTY && process.stderr.write(`\r${text}\u001B[K\r`)),
};

const options = {
  help: { type: 'boolean', short: 'h' },
  'data-dir': { type: 'string' },
  by: { type: 'string' },
  'base-url': { type: 'string', default: 'http://127.0.0.1:3000' },
} as const;

interface Told {
  readonly baseUrl: string;
  /** Whom the caller named. */
  readonly by: string | undefined;
  readonly words: readonly string[];
}

interface Command {
  readonly begin?: Begin;
  /** Answers whether all is well. */
  readonly work: (reached: Reached, told: Told) => Promise<boolean>;
  /** Whether further words follow its name. */
  readonly hasWords?: true;
}

const commands: Readonly<Record<string, Command>> = {
  migrate: { begin: 'MAY_BE_MADE', work: (reached) => migrate(reached, output).then(() => true) },
  demo: { work: (reached, { baseUrl }) => makeDemo(reached, baseUrl, output).then(() => true) },
  verify: { work: (reached) => verify(reached, output) },
  'dead-letters': {
    hasWords: true,
    work: ({ adminUrl }, { words, by }) => deadLetters({ adminUrl, words, by: personOf(by, loginName()) }, output),
  },
  epoch: {
    work: async (reached) => {
      const { epoch, position } = await raiseEpoch(reached);
      output.line(`Epoch ${epoch}; positions go on after ${position}.`);
      return true;
    },
  },
};

/** Empty where the system knows no name: a container may run under any number. */
function loginName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}

const placeOf = (config: CliConfig, dataDir: string | undefined): CliConfig => ({
  ...config,
  BIHUAN_DATA_DIR: dataDir ?? config.BIHUAN_DATA_DIR,
});

function help(): number {
  output.line(USAGE);
  return 0;
}

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

/** Answers the exit code. */
async function run(values: Values, positionals: readonly string[]): Promise<number> {
  const [name = '', ...words] = positionals;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command || (words.length > 0 && !command.hasWords))
    throw new Error(name === '' ? USAGE : `There is no command ${positionals.join(' ')}.\n\n${USAGE}`);
  const told = { baseUrl: values['base-url'], by: values.by, words };
  const work = (reached: Reached) => command.work(reached, told);
  const isWell = await withLedger(placeOf(cliConfig(), values['data-dir']), work, command.begin);
  return isWell ? 0 : 1;
}

try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  process.exitCode = values.help === true ? help() : await run(values, positionals);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

// `npm run bench -- <name>`: measures the product on this machine. Benchmarks are not tests: a missed bar fails nothing.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { told } from './bench/built.mjs';
import { cleanUp, cleanUpOnSignal, isStopping } from './bench/leftovers.mjs';

const number = (value, says) => ({ value, says });
const benches = {
  append: {
    says: 'the ledger with every check on, beside pgbench without any, and beside emmett and message-db',
    options: {
      seconds: number(5, 'of each measurement'),
      rounds: number(3, 'measurements of each kind; medians are printed'),
      seed: number(1, 'of the order in which they are made'),
      peers: { value: true, says: 'leaves out what is installed on first use: emmett, message-db' },
    },
  },
  lifecycle: {
    says: 'whole cases over HTTP on the standalone or the cluster, and where the time goes',
    options: {
      cluster: { value: false, says: 'the services apart, with their broker' },
      seconds: number(20, 'of measurement, after the warm-up'),
      sweep: { value: true, says: 'takes --callers as it is, and looks for no better number' },
      callers: number(8, 'cases on their way at the same time, while warming up or without sweep'),
      profile: { value: false, says: 'tells where the time goes; the sampling costs some' },
    },
  },
  http: {
    says: 'accepting cases over HTTP, beside bare Fastify doing the same statements',
    options: {
      connections: number(32, 'with one request each'),
      seconds: number(4, 'of each measurement'),
      rounds: number(3, 'measurements of each; medians are printed'),
      seed: number(1, 'of the order in which they are made'),
      profile: { value: true, says: 'leaves out where the time goes' },
    },
  },
  'catch-up': {
    says: 'projections that are made anew from a long ledger',
    options: {
      events: number(240_000, 'in the ledger'),
      open: number(1_000, 'cases on their way at the same time'),
      rounds: number(3, 'measurements of each table; medians are printed'),
      seed: number(1, 'of the order of events'),
    },
  },
  'feed-latency': {
    says: 'from the commit of an event, through relay and broker, to the handler of a consumer',
    options: {
      rate: number(500, 'events a second'),
      seconds: number(20, 'of measurement, after the warm-up'),
    },
  },
  relay: {
    says: "the relay that catches up with a long ledger, beside the broker's own producer",
    options: {
      events: number(200_000, 'in the ledger'),
      rounds: number(3, 'measurements of the producer; the median is printed'),
    },
  },
  'working-time': {
    says: 'deadlines a second on one core, and the agreement with the naive counter',
    options: {
      seconds: number(3, 'of measurement'),
      questions: number(1_000_000, 'asked of library and naive counter'),
      seed: number(1, 'of the questions'),
    },
  },
};

function list() {
  console.log('npm run bench -- <name> [options]\n');
  for (const [name, { says, options }] of Object.entries(benches)) {
    console.log(`  ${name}: ${says}`);
    for (const [option, { value, says: meaning }] of Object.entries(options)) {
      const flag = value === true ? `no-${option}` : option;
      const preset = typeof value === 'boolean' ? '' : String(value);
      console.log(`      --${flag.padEnd(11)} ${preset.padEnd(8)} ${meaning}`);
    }
  }
}

/** @throws Error for an option that is unknown or no positive number */
function optionsFor({ options }, args) {
  const types = Object.entries(options).map(([name, { value }]) => [
    name,
    { type: typeof value === 'boolean' ? 'boolean' : 'string' },
  ]);
  const { values } = parseArgs({ args, options: Object.fromEntries(types), allowNegative: true });
  const read = ([name, { value }]) => {
    if (typeof value === 'boolean') return [name, values[name] ?? value];
    const given = Number(values[name] ?? value);
    if (!(given > 0)) throw told(`--${name} takes a number above 0.`);
    return [name, given];
  };
  return Object.fromEntries(Object.entries(options).map(read));
}

async function run(name, args) {
  const options = optionsFor(benches[name], args);
  const root = join(import.meta.dirname, '..');
  const built = spawnSync(process.execPath, [join(root, 'scripts/start.mjs'), '--build-only'], {
    cwd: root,
    // What is printed here is the result; the build speaks beside it.
    stdio: ['ignore', 2, 2],
  });
  if (built.status !== 0) throw told('The product does not build.');
  const { bench } = await import(`./bench/${name}.mjs`);
  await bench(options);
}

const [name, ...args] = process.argv.slice(2);
if (name === undefined || !Object.hasOwn(benches, name)) {
  list();
  process.exitCode = name === undefined ? 0 : 1;
} else {
  cleanUpOnSignal();
  try {
    await run(name, args);
  } catch (error) {
    // What breaks because the bench was interrupted is not worth a word.
    if (!isStopping()) {
      const isTold = /^(BENCH|ERR_PARSE_ARGS)/.test(String(error.code));
      console.error(isTold ? error.message : error.stack);
      process.exitCode = 1;
    }
  } finally {
    await cleanUp();
  }
}

const USAGE = `npm run cluster

  Starts PostgreSQL, the broker, two copies of every service and one gateway, all on this machine, until Ctrl-C.
  It takes no arguments; these variables tell it what it may be told:

  BIHUAN_DATA_DIR  its folder; else data/cluster
  HOST, PORT       of the gateway; else 127.0.0.1 and 3000, 0 for any free port
  KAFKA_BROKERS    host:port, separated by commas: these brokers instead of one of its own`;

/** What to answer instead of starting, and with which exit code; undefined without arguments. */
export function usageFor(args) {
  if (args.length === 0) return undefined;
  if (args.length === 1 && ['--help', '-h'].includes(args[0])) return { text: USAGE, code: 0 };
  return { text: `There is no ${args.join(' ')}.\n\n${USAGE}`, code: 2 };
}

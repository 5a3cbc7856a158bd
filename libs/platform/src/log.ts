import { type DestinationStream, type Logger, pino } from 'pino';

// The scanner of domain/privacy.md §1: a mobile number and a citizen's id number, standing alone.
const NUMBER = '(?<![0-9A-Za-z])(?:1[3-9]\\d{9}|\\d{17}[\\dXx])(?![0-9A-Za-z])';
const BARE = new RegExp(`(?<=[:,[])${NUMBER}(?=[,}\\]])`, 'g');
const ANYWHERE = new RegExp(NUMBER, 'g');

/** A line of JSON without what looks like the number of a person; still JSON where the number was no string. */
export const safeText = (line: string): string => line.replaceAll(BARE, 'null').replaceAll(ANYWHERE, '[masked]');

// What an object that is logged by mistake must not tell. Depth two is where requests and errors carry such things.
const REDACTED = ['body', 'query', 'params', 'headers', 'authorization', 'cookie', 'secret', 'token', 'password'];

/** How an app logs. */
export interface LogOptions {
  readonly level?: string;
  /** Where lines go; stdout when absent. */
  readonly to?: DestinationStream;
}

/** One JSON line a record; the last thing before it is written is the scanner, so nothing gets around it. */
export const newLog = ({ level = 'info', to }: LogOptions = {}): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: [...REDACTED, ...REDACTED.map((name) => `*.${name}`)], censor: '[redacted]' },
      serializers: { err: faultOf },
      hooks: { streamWrite: safeText },
    },
    ...(to ? [to] : []),
  );

interface Fault {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: Fault;
}

/** Name, message and stack of an error. Its other members may hold a row or a request: they stay out. */
function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  return {
    type: error.name,
    message: error.message,
    ...(error.stack === undefined ? {} : { stack: error.stack }),
    ...(error.cause instanceof Error ? { cause: faultOf(error.cause) } : {}),
  };
}

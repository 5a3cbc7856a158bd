import { type DestinationStream, type LogFn, type Logger, pino } from 'pino';

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
      hooks: { streamWrite: safeText, logMethod: inOwnWords },
    },
    ...(to ? [to] : []),
  );

/** Where nothing is said beside an error, pino would make its message that of the line. */
function inOwnWords(this: Logger, args: Parameters<LogFn>, method: LogFn): void {
  const [told, ...words]: readonly unknown[] = args;
  const fault = words.length === 0 ? faultIn(told) : undefined;
  if (fault) method.call(this, fault, 'a fault');
  else method.apply(this, args);
}

function faultIn(told: unknown): object | undefined {
  if (told instanceof Error) return told;
  const isOne = typeof told === 'object' && told !== null && 'err' in told && !('msg' in told);
  return isOne ? told : undefined;
}

interface Fault {
  readonly type: string;
  readonly code?: string;
  /** Where it was thrown, the innermost first. */
  readonly at?: readonly string[];
  readonly cause?: Fault;
}

const CODE = /^[\w.-]{1,64}$/;
// A line of a stack that ends with a place in a file; what stands before the first of them is the message.
const FRAME = /^\s+(at [^\n]*:\d+:\d+\)?)$/;

/**
 * Name, code and places of an error. Its message may quote a row or a text (PostgreSQL repeats the value that it does not
 * take), and its other members may hold a request: they stay out.
 */
function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { type: typeof error };
  const code: unknown = Reflect.get(error, 'code');
  return {
    type: CODE.test(error.name) ? error.name : 'Error',
    ...(typeof code === 'string' && CODE.test(code) ? { code } : {}),
    at: framesOf(error),
    ...(error.cause instanceof Error ? { cause: faultOf(error.cause) } : {}),
  };
}

function framesOf({ message, stack = '' }: Error): readonly string[] {
  const from = message === '' ? -1 : stack.indexOf(message);
  // A message of several lines may read as if it were a stack.
  const own = from < 0 ? stack : stack.slice(from + message.length);
  return own.split('\n').flatMap((line) => FRAME.exec(line)?.[1] ?? []);
}

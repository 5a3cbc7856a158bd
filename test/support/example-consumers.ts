import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, join } from 'node:path';
import { fetchRelease } from '@bihuan/embedded-kafka';
import { pythonWithKafka } from './python-with-kafka.js';

const EXAMPLES = join(import.meta.dirname, '../../docs/examples');
const example = (file: string): string => join(EXAMPLES, file);

/** An example consumer, run as its README tells. */
export interface Example {
  /** Exit code at SIGTERM. */
  readonly stopped: number;
  command(): Promise<readonly string[]>;
}

export const typescript: Example = {
  stopped: 0,
  command: () =>
    Promise.resolve([process.execPath, '--disable-warning=TimeoutNegativeWarning', example('case-history.ts')]),
};

export const python: Example = {
  stopped: 0,
  command: async () => [await pythonWithKafka(), example('case_history.py')],
};

// It lives for seconds, of which a thorough compiler would take its share; what the client logs is for its owner.
const JVM = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'];

export const java: Example = {
  stopped: 143,
  command: async () => ['java', ...JVM, '-cp', await clientJars(), example('CaseHistory.java')],
};

/** What a department needs of the release. */
async function clientJars(): Promise<string> {
  const { classPath } = await fetchRelease();
  const jars = classPath.split(delimiter).filter((jar) => /[/\\](?:kafka-clients|slf4j-[a-z]+)-[\d.]+\.jar$/.test(jar));
  return jars.join(delimiter);
}

/** How an example ended, and what it has printed. */
export interface Ended {
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly complaint: string;
}

/** An example that runs. */
export interface RunningExample {
  /** Lines printed so far. */
  readonly lines: () => readonly string[];
  readonly stop: () => void;
  readonly ended: Promise<Ended>;
}

/** Begins it with these variables alone, in a locale that knows no Chinese. */
export async function startExample(of: Example, variables: Readonly<Record<string, string>>): Promise<RunningExample> {
  const [program = '', ...args] = await of.command();
  const env = { PATH: process.env['PATH'], LC_ALL: 'C', ...variables };
  return watched(spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] }));
}

function watched(child: ChildProcess): RunningExample {
  const printed: Buffer[] = [];
  let complaint = '';
  child.stdout?.on('data', (chunk: Buffer) => void printed.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => (complaint += String(chunk)));
  const lines = () => linesOf(Buffer.concat(printed).toString());
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, lines: lines(), complaint }));
  return { lines, stop: () => void child.kill('SIGTERM'), ended };
}

/** Lines of a text, each without its end. */
export const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.trimEnd().split('\n'));

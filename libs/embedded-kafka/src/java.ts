import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { serverEnvironment } from '@bihuan/child-server';
import { KafkaFault } from './kafka-fault.js';

const run = promisify(execFile);

/** Kafka 4 brokers are compiled for it. */
const OLDEST_JAVA = 17;

/** How Kafka's programs are run here. */
export type Jvm = { readonly flags: readonly string[]; readonly classPath: string };

/** The command line of one of Kafka's programs. */
export const javaCommand = ({ flags, classPath }: Jvm, ...told: readonly string[]): readonly string[] => [
  'java',
  ...flags,
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  '-cp',
  classPath,
  ...told,
];

/**
 * The version of the `java` on the PATH, such as 17.0.15.
 * @throws KafkaFault JAVA_MISSING when there is none, or one too old for Kafka.
 */
export async function javaVersion(java = 'java'): Promise<string> {
  const version = /version "([\w.+-]+)"/.exec(await saidBy(java))?.[1];
  if (version !== undefined && Number.parseInt(version, 10) >= OLDEST_JAVA) return version;
  const found = version === undefined ? 'there is no `java` on the PATH' : `\`java\` is ${version}`;
  throw new KafkaFault('JAVA_MISSING', `Kafka runs on Java ${OLDEST_JAVA} or newer, and ${found}: install one.`);
}

async function saidBy(java: string): Promise<string> {
  try {
    return (await run(java, ['-version'], { env: serverEnvironment() })).stderr;
  } catch {
    // Absent or broken: either way there is no version to be read.
    return '';
  }
}

import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { serverEnvironment } from '@bihuan/child-server';
import type { Users } from './cluster-plan.js';
import { type Jvm, javaCommand } from './java.js';
import { KafkaFault } from './kafka-fault.js';

const run = promisify(execFile);

/**
 * Makes a node's storage by Kafka's own tool, with the users that the cluster begins with.
 * @throws KafkaFault FORMAT_FAILED with the first of what the tool said.
 */
export async function format(jvm: Jvm, properties: string, clusterId: string, users: Users = {}): Promise<void> {
  const scram = Object.entries(users).flatMap(([name, password]) => [
    '--add-scram',
    `SCRAM-SHA-512=[name=${name},password=${password}]`,
  ]);
  const tool = ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', properties, ...scram];
  const [java = '', ...told] = javaCommand(jvm, ...tool);
  // Told in a file: anyone on the machine may read a command line, and here passwords stand in it.
  const file = `${properties}.format`;
  await writeFile(file, told.map(quoted).join('\n'), { mode: 0o600 });
  try {
    await run(java, [`@${file}`], { env: serverEnvironment() });
  } catch (error) {
    throw new KafkaFault('FORMAT_FAILED', `Kafka's storage cannot be made: ${saidIn(error)}`, { cause: error });
  } finally {
    await rm(file);
  }
}

const quoted = (word: string): string => `"${word.replaceAll(/["\\]/g, String.raw`\$&`)}"`;

const saidIn = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'stderr' in error
    ? String(error.stderr).slice(0, 1_000)
    : String(error);

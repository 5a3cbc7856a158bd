import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { access, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { isErrno } from '@bihuan/child-server';
import { KafkaFault } from './kafka-fault.js';

const run = promisify(execFile);

const VERSION = '4.4.0';

/** One dependency brings the whole broker; slf4j 2 bindings do not fit its API, and without any it would fail mutely. */
const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>bihuan</groupId><artifactId>embedded-kafka</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${VERSION}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
  </dependencies>
  <build><plugins><plugin>
    <groupId>org.apache.maven.plugins</groupId><artifactId>maven-dependency-plugin</artifactId><version>3.8.1</version>
  </plugin></plugins></build>
</project>
`;

const NAME = `${VERSION}-${createHash('sha256').update(POM).digest('hex').slice(0, 8)}`;

/** Apache Kafka as jars: the folder that holds them, and the class path. */
export type Release = { readonly folder: string; readonly classPath: string };

/** Where releases are kept between runs: `.cache/kafka` beside the lock file of the project. */
export function kafkaCache(from: string = import.meta.dirname): string {
  // Climbs, because the built code lies deeper than its source.
  const isRoot = existsSync(join(from, 'package-lock.json')) || dirname(from) === from;
  return isRoot ? join(from, '.cache', 'kafka') : kafkaCache(dirname(from));
}

/**
 * The release that this lib was tried with, fetched by Maven when the cache has none.
 * @throws KafkaFault JARS_MISSING when Maven cannot fetch it.
 */
export async function fetchRelease(
  cache: string = kafkaCache(),
  { maven = 'mvn', home = homedir() }: { maven?: string; home?: string } = {},
): Promise<Release> {
  const folder = join(cache, NAME);
  if (!existsSync(folder)) await fetchInto(folder, [maven, ...(await ownRepository(cache, home))]);
  const libs = join(folder, 'libs');
  // Sorted, because the class archive serves one order alone.
  const jars = (await readdir(libs)).filter((name) => name.endsWith('.jar')).toSorted();
  return { folder, classPath: jars.map((name) => join(libs, name)).join(delimiter) };
}

async function fetchInto(folder: string, maven: readonly string[]): Promise<void> {
  const draft = `${folder}.${randomUUID()}`;
  await mkdir(draft, { recursive: true });
  try {
    await writeFile(join(draft, 'pom.xml'), POM);
    await copyJars(maven, draft);
    // Aside and renamed: a folder of this name is whole, and of two processes at once the first one wins.
    await rename(draft, folder);
  } catch (error) {
    if (!isErrno(error, 'ENOTEMPTY', 'EEXIST')) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function copyJars([maven = '', ...repository]: readonly string[], draft: string): Promise<void> {
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${join(draft, 'libs')}`];
  try {
    await run(maven, ['-B', '-q', '-f', join(draft, 'pom.xml'), ...repository, ...goal]);
  } catch (error) {
    const said = isErrno(error, 'ENOENT') ? '`mvn` is not installed' : lastWords(error);
    throw new KafkaFault(
      'JARS_MISSING',
      `Apache Kafka ${VERSION} cannot be fetched by Maven (once, 43 MiB, it needs a network): ${said}`,
      { cause: error },
    );
  }
}

/** Maven keeps what it fetches at home; where it may not write there, beside the jars. */
async function ownRepository(cache: string, home: string): Promise<readonly string[]> {
  try {
    await access(home, constants.W_OK);
    return [];
  } catch {
    return [`-Dmaven.repo.local=${join(cache, 'm2')}`];
  }
}

const lastWords = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'stdout' in error
    ? String(error.stdout).trim().slice(-1_000)
    : String(error);

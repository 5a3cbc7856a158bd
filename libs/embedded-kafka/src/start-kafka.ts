import { mkdirSync, realpathSync } from 'node:fs';
import { type Claim, claim, endsWithParent, ownerOf } from '@bihuan/child-server';
import type { KafkaNode } from './broker.js';
import type { Properties } from './broker-properties.js';
import { classArchive } from './class-archive.js';
import { startCluster } from './cluster.js';
import type { Users } from './cluster-plan.js';
import { type Jvm, javaVersion } from './java.js';
import { KafkaFault } from './kafka-fault.js';
import { endLeftovers } from './leftovers.js';
import { fetchRelease } from './release.js';
import { removeThrowAway, sweepThrowAways, throwAwayFolder } from './throw-away.js';
import { refuseUnusable } from './users.js';

/** What to start. */
export type KafkaOptions = {
  /** Kept across starts, with its ports; without it a throw-away folder. */
  readonly dir?: string;
  /** Three replicate everything and take a write when two have it. */
  readonly nodes?: 1 | 3;
  /** Name → password. Clients log in by SASL/SCRAM-SHA-512 and may do what ACLs allow; `admin` may do everything. */
  readonly users?: Users;
  /** More settings of each broker. */
  readonly properties?: Properties;
};

/** A cluster that serves. */
export type RunningKafka = {
  readonly brokers: readonly string[];
  readonly nodes: readonly KafkaNode[];
  /** Ends it and waits; close the clients first. A second call changes nothing. */
  stop(): Promise<void>;
};

/** Makes everything ready that a start needs once on a machine: a minute at most with a network. @throws KafkaFault */
export const prepareKafka = async (): Promise<void> => void (await classes());

/**
 * An Apache Kafka of our own on 127.0.0.1. It ends with this process, however that ends (Linux).
 * @throws KafkaFault when it cannot be had.
 */
export async function startKafka(options: KafkaOptions = {}): Promise<RunningKafka> {
  const { dir, nodes: size = 1, users, properties } = options;
  if (users !== undefined) refuseUnusable(users);
  const isThrowAway = dir === undefined;
  const jvm = await jvmFor(isThrowAway);
  if (isThrowAway) await sweepThrowAways();
  const folder = isThrowAway ? throwAwayFolder() : keptFolder(dir);
  const claimed = claimOf(folder);
  try {
    await endLeftovers(folder);
    // A kept cluster stops by itself when we are killed; a throw-away one need not.
    const guard = await endsWithParent(isThrowAway ? 'KILL' : 'TERM');
    const nodes = await startCluster({ folder, size, users, properties, jvm, guard });
    let stopped: Promise<void> | undefined;
    const stop = async () => {
      await Promise.all(nodes.map((node) => (isThrowAway ? node.kill() : node.stop())));
      await leave(folder, claimed, isThrowAway);
    };
    // Once alone: from then on the folder may be somebody else's.
    return { brokers: nodes.map(({ address }) => address), nodes, stop: () => (stopped ??= stop()) };
  } catch (error) {
    await leave(folder, claimed, isThrowAway);
    throw error;
  }
}

function keptFolder(dir: string): string {
  mkdirSync(dir, { recursive: true });
  return realpathSync(dir);
}

function claimOf(folder: string): Claim {
  const claimed = claim(folder);
  if (claimed !== undefined) return claimed;
  throw new KafkaFault(
    'FOLDER_TAKEN',
    `Process ${ownerOf(folder)} runs Kafka in ${folder}: use its brokers, or name another folder.`,
  );
}

async function leave(folder: string, claimed: Claim, isThrowAway: boolean): Promise<void> {
  claimed.release();
  if (isThrowAway) await removeThrowAway(folder);
}

async function classes(): Promise<{ classPath: string; archive: string }> {
  const java = await javaVersion();
  const release = await fetchRelease();
  return { classPath: release.classPath, archive: await classArchive(release, java) };
}

/** A throw-away one lives for seconds, of which a thorough compiler would take its share; a kept one is to be fast. */
export async function jvmFor(isThrowAway: boolean): Promise<Jvm> {
  const { classPath, archive } = await classes();
  const effort = isThrowAway ? ['-Xmx256m', '-XX:TieredStopAtLevel=1'] : ['-Xmx512m'];
  return { classPath, flags: ['-Xms64m', '-XX:+UseSerialGC', `-XX:SharedArchiveFile=${archive}`, ...effort] };
}

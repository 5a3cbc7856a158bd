import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { claim, endsWithParent } from '@bihuan/child-server';
import { startCluster } from './cluster.js';
import type { Release } from './release.js';
import { removeThrowAway, throwAwayFolder } from './throw-away.js';

/** It writes 47 MiB while it stops. */
const STOP_MS = 60_000;

/**
 * Classes of Kafka as this Java has laid them out in memory once: with it a broker is ready in half the time. Made by
 * running one when there is none beside the jars. Java ignores an archive that does not fit it.
 */
export async function classArchive({ folder, classPath }: Release, java: string): Promise<string> {
  const archive = join(folder, `classes-${java}.jsa`);
  if (existsSync(archive)) return archive;
  // Aside and renamed: another process may start a broker, or make one too.
  const draft = `${archive}.${randomUUID()}`;
  const place = throwAwayFolder();
  claim(place);
  try {
    const jvm = { flags: ['-XX:+UseSerialGC', `-XX:ArchiveClassesAtExit=${draft}`], classPath };
    const [broker] = await startCluster({ folder: place, size: 1, jvm, guard: await endsWithParent('KILL') });
    await broker?.end('SIGTERM', STOP_MS);
    // A Java that cannot write one starts without it, only slower.
    if (existsSync(draft)) await rename(draft, archive);
    return archive;
  } finally {
    await removeThrowAway(place);
  }
}

import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { javaVersion } from './java.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'java-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A Java that says this of itself. */
async function java(version: string): Promise<string> {
  const file = join(folder, 'java');
  await writeFile(file, `#!/bin/sh\necho '${version}' >&2\n`);
  await chmod(file, 0o755);
  return file;
}

describe('Java', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', '17.0.15'],
    ['openjdk version "25" 2025-09-16', '25'],
    ['openjdk version "26-ea" 2026-03-17', '26-ea'],
  ])('is new enough: %s', async (said, version) => {
    expect(await javaVersion(await java(said))).toBe(version);
  });

  it.each([
    ['openjdk version "11.0.27" 2025-04-15', '`java` is 11.0.27'],
    ['java version "1.8.0_451"', '`java` is 1.8.0_451'],
    ['Unable to locate a Java Runtime.', 'there is no `java` on the PATH'],
  ])('is too old or none: %s', async (said, found) => {
    await expect(javaVersion(await java(said))).rejects.toMatchObject({
      code: 'JAVA_MISSING',
      message: `Kafka runs on Java 17 or newer, and ${found}: install one.`,
    });
  });

  it('is missed where it is not installed', async () => {
    await expect(javaVersion('no-such-java')).rejects.toMatchObject({ code: 'JAVA_MISSING' });
  });
});

import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fetchRelease, kafkaCache } from './release.js';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'release-'));
});
afterEach(() => rm(root, { recursive: true }));

/** A program in the place of Maven. */
async function maven(script: string): Promise<string> {
  const file = join(root, 'mvn');
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}

/** Does what Maven does, and notes what it was told. */
const FETCHES = `
  for told; do case $told in -DoutputDirectory=*) libs=\${told#*=};; esac; done
  mkdir -p "$libs" && touch "$libs/kafka.jar" "$libs/clients.jar" "$libs/notes.txt"
  echo "$@" >> "$(dirname "$0")/told"`;

describe('a release of Kafka', () => {
  it('is fetched once, and then found', async () => {
    const cache = join(root, 'cache');
    const { folder, classPath } = await fetchRelease(cache, { maven: await maven(FETCHES) });
    expect(classPath).toBe(`${folder}/libs/clients.jar:${folder}/libs/kafka.jar`);
    expect(await fetchRelease(cache, { maven: 'no-such-maven' })).toEqual({ folder, classPath });
  });

  it('is one for two who fetch it at once, and nothing half is left', async () => {
    const [cache, how] = [join(root, 'cache'), { maven: await maven(FETCHES) }];
    const both = await Promise.all([fetchRelease(cache, how), fetchRelease(cache, how)]);
    expect(both[0]).toEqual(both[1]);
    expect(await readdir(cache)).toHaveLength(1);
  });

  it('is missed with the words of a Maven that fails, and nothing half is left', async () => {
    const cache = join(root, 'cache');
    const fetching = fetchRelease(cache, {
      maven: await maven('echo "[ERROR] Network is unreachable"; exit 1'),
    });
    await expect(fetching).rejects.toMatchObject({
      code: 'JARS_MISSING',
      message: expect.stringMatching(
        /^Apache Kafka 4\S+ cannot be fetched by Maven .*: \[ERROR\] Network is unreachable$/,
      ),
    });
    expect(await readdir(cache)).toEqual([]);
  });

  it('is missed where there is no Maven', async () => {
    await expect(fetchRelease(join(root, 'cache'), { maven: 'no-such-maven' })).rejects.toMatchObject({
      code: 'JARS_MISSING',
      message: expect.stringContaining('`mvn` is not installed'),
    });
  });

  it('is kept beside the lock file of the project, wherever the code lies', () => {
    expect(kafkaCache()).toBe(resolve('.cache/kafka'));
    expect(kafkaCache(resolve('dist/libs/embedded-kafka/src'))).toBe(resolve('.cache/kafka'));
    expect(kafkaCache(root)).toBe('/.cache/kafka');
  });
});

describe('Maven', () => {
  it.each([
    ['keeps what it fetches at home', () => root, /^-B -q -f \S+ dependency:/],
    [
      'keeps it in the cache where home is closed',
      () => '/no/home',
      /^-B -q -f \S+ -Dmaven\.repo\.local=\S+\/cache\/m2 /,
    ],
  ])('%s', async (_title, home, told) => {
    await fetchRelease(join(root, 'cache'), { maven: await maven(FETCHES), home: home() });
    expect(await readFile(join(root, 'told'), 'utf8')).toMatch(told);
  });
});

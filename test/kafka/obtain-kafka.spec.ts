import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeOwnKafka } from '@bihuan/testing';
import { hasDockerEngine } from '../support/kafka-in-docker.js';
import { KafkaUnavailable, obtainKafka } from '../support/obtain-kafka.js';

const describeWithoutEngine = (await hasDockerEngine()) ? describe.skip : describeOwnKafka;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docker-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A Docker client that answers so. */
async function docker(said: string, code: number): Promise<string> {
  const file = join(folder, 'docker');
  await writeFile(file, `#!/bin/sh\nprintf '${said}'; exit ${code}\n`);
  await chmod(file, 0o755);
  return file;
}

const CLIENT = 'Client:\\n Version:    28.2.2\\n\\nServer:\\n';
const ENGINE = `${CLIENT} Containers: 0\\n Server Version: 28.2.2\\n`;

describe('a Docker engine', () => {
  it.each([
    ['is there when the client tells of it', ENGINE, 0, true],
    ['is not when the client fails', `${CLIENT}ERROR: Cannot connect\\n`, 1, false],
    ['is not when the client says nothing of it', CLIENT, 0, false],
  ])('%s', async (_title, said, code, expected) => {
    expect(await hasDockerEngine(await docker(said, code))).toBe(expected);
  });

  it('is not where no client is installed', async () => {
    expect(await hasDockerEngine('no-such-docker')).toBe(false);
  });
});

describe('the broker of the tests', () => {
  const { KAFKA_BROKERS, PATH } = process.env;
  beforeEach(() => {
    delete process.env['KAFKA_BROKERS'];
  });
  afterEach(() => {
    Object.assign(process.env, { PATH }, KAFKA_BROKERS === undefined ? {} : { KAFKA_BROKERS });
  });

  it('is the one that KAFKA_BROKERS names, and nobody stops it', async () => {
    process.env['KAFKA_BROKERS'] = '10.0.0.1:9092,10.0.0.2:9092';
    const obtained = await obtainKafka(await docker(ENGINE, 0));
    await obtained.stop();
    expect(obtained).toMatchObject({ brokers: ['10.0.0.1:9092', '10.0.0.2:9092'], from: 'KAFKA_BROKERS' });
  });

  it('is missed with what to do when there is no way to one', async () => {
    process.env['PATH'] = folder;
    const obtaining = obtainKafka('no-such-docker');
    await expect(obtaining).rejects.toBeInstanceOf(KafkaUnavailable);
    await expect(obtaining).rejects.toThrow(/^There is no Kafka for tests: set KAFKA_BROKERS, start a Docker engine, /);
  });
});

describeWithoutEngine('an engine that starts no container', () => {
  it('leaves the tests to the jars', async () => {
    const obtained = await obtainKafka(await docker(ENGINE, 0));
    await obtained.stop();
    expect(obtained).toMatchObject({ from: 'jars', brokers: [expect.stringMatching(/^127\.0\.0\.1:\d+$/)] });
  });
});

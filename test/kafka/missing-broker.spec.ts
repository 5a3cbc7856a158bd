import { execFile } from 'node:child_process';
import { join } from 'node:path';

type Ended = { readonly code: number; readonly said: string };

/** Runs the lane on one of its specs where neither Docker nor Java can be found. */
function laneWithoutKafka(ci: string): Promise<Ended> {
  const jest = join('node_modules', 'jest', 'bin', 'jest.js');
  const spec = 'libs/testing/src/kafka-of-run.kafka.spec.ts';
  const { TEST_ADMIN_URL } = process.env;
  const env = { PATH: '/nowhere', CI: ci, TEST_ADMIN_URL };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--experimental-vm-modules', jest, '--runInBand', '--selectProjects', 'kafka', '--', spec],
      { env },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), said: stdout + stderr }),
    );
  });
}

const SENTENCE =
  'There is no Kafka for tests: set KAFKA_BROKERS, start a Docker engine, or mend what stands in the way of our own. ' +
  'Kafka runs on Java 17 or newer, and there is no `java` on the PATH: install one.';

describe('a run without a broker', () => {
  it('skips what needs one, loudly, and counts it', async () => {
    const { code, said } = await laneWithoutKafka('');
    expect(said).toContain(`KAFKA IS MISSING, and its tests are skipped. ${SENTENCE}`);
    expect(said).toContain('\n1 passed, 0 failed, 3 skipped\n');
    expect(code).toBe(0);
  });

  it('fails what needs one in CI, with the same sentence', async () => {
    const { code, said } = await laneWithoutKafka('true');
    expect(said).toContain(`KAFKA IS MISSING, and its tests are failed. ${SENTENCE}`);
    expect(said).toContain('\n1 passed, 3 failed, 0 skipped\n');
    expect(code).toBe(1);
  });
});

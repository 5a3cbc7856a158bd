import { randomUUID } from 'node:crypto';

type Describe = (title: string, body: () => void) => void;

/** `describe` for what needs the broker of the run: skipped where none can be had, and failed there in CI. */
export const describeKafka: Describe = (title, body) => describeUnless('TEST_KAFKA_MISSING', title, body);

/** `describe` for what starts brokers of its own, to kill them or to close them by passwords: the same, without the jars. */
export const describeOwnKafka: Describe = (title, body) => describeUnless('TEST_OWN_KAFKA_MISSING', title, body);

/**
 * The one broker of this run, shared by all spec files: give topics and groups a `uniqueName`.
 * @throws Error when there is none.
 */
export function kafkaOfRun(): { readonly brokers: readonly string[] } {
  const { TEST_KAFKA_BROKERS: brokers, TEST_KAFKA_MISSING: missing } = process.env;
  if (brokers !== undefined) return { brokers: brokers.split(',') };
  throw new Error(missing ?? 'This lane has no Kafka: call the spec *.kafka.spec.ts, or put it into test/kafka.');
}

/** A name for a topic or a group that no other spec and no other run has. */
export const uniqueName = (what: string): string => `${what}-${randomUUID()}`;

/**
 * `describe` for what needs a thing that this machine may lack: skipped where the variable says what is missing, and
 * failed there in CI. test/support/global-setup-kafka.mjs has written down what is missing, and what to do.
 */
export function describeUnless(variable: string, title: string, body: () => void): void {
  const { [variable]: missing, CI: ci = '' } = process.env;
  const fails = (): void => {
    beforeAll(() => {
      throw new Error(missing);
    });
    body();
  };
  if (missing === undefined) describe(title, body);
  else if (ci === '') describe.skip(title, body);
  else describe(title, fails);
}

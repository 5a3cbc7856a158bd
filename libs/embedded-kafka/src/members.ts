import kafkajs from 'kafkajs';
import type { Users } from './cluster-plan.js';

const { Kafka, logLevel } = kafkajs;

/** Ids of the brokers that the one at this address knows and serves with; none while it does not answer. */
export async function membersAt(address: string, users: Users | undefined): Promise<readonly number[]> {
  const admin = new Kafka({
    brokers: [address],
    // A refused connection is the usual answer while it starts.
    logLevel: logLevel.NOTHING,
    retry: { retries: 0 },
    connectionTimeout: 1_000,
    requestTimeout: 2_000,
    ...(users === undefined ? {} : { sasl: loginOf(users) }),
  }).admin();
  try {
    await admin.connect();
    return (await admin.describeCluster()).brokers.map(({ nodeId }) => nodeId);
  } catch {
    // Whatever the reason is, the caller asks again, and shows what the broker says when its patience ends.
    return [];
  } finally {
    await admin.disconnect();
  }
}

const loginOf = ({ admin = '' }: Users) =>
  ({ mechanism: 'scram-sha-512', username: 'admin', password: admin }) as const;

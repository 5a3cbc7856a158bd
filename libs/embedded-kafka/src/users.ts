import type { Users } from './cluster-plan.js';
import { KafkaFault } from './kafka-fault.js';

/** Neither Kafka's format tool nor its login configuration needs to quote these. */
const PLAIN = /^[\w.~-]+$/;

/**
 * @throws KafkaFault USER_REFUSED without an `admin`, or for a name or password that Kafka's own tools would misread.
 */
export function refuseUnusable(users: Users): void {
  if (users['admin'] === undefined) {
    throw new KafkaFault('USER_REFUSED', 'A Kafka with users needs one named admin, who may do everything: add it.');
  }
  const unusable = Object.entries(users).find(([name, password]) => !PLAIN.test(name) || !PLAIN.test(password));
  if (unusable === undefined) return;
  throw new KafkaFault(
    'USER_REFUSED',
    `Names and passwords in Kafka are letters, digits and . _ ~ - here, and those of ${unusable[0]} are not: choose others.`,
  );
}

/** The broker between the services: that of `KAFKA_BROKERS`, or none, and reactions hear of events from the ledger. */
export async function startBroker() {
  const named = process.env.KAFKA_BROKERS;
  return { brokers: named === undefined ? null : named.split(','), stop: async () => undefined };
}

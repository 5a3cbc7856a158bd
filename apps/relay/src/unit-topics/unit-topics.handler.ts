import { unitEnvelope, UnitTopics } from '@bihuan/case-store';
import { feedCursor, type WorkerDatabase } from '@bihuan/event-store';
import {
  ensureTopics,
  messageOf,
  planOfUnitTopic,
  type Relaying,
  type Replication,
  type TopicPlan,
  type Translate,
} from '@bihuan/messaging';
import type { Kafka, Message } from 'kafkajs';

interface UnitParts {
  readonly kafka: Kafka;
  readonly database: WorkerDatabase;
  readonly replication: Replication;
}

/** 转发: to each unit's topic what that unit is told of its own cases, and nothing else. */
export function unitTopics(parts: UnitParts): Relaying {
  /** Of topics that were made otherwise than they should be. */
  const differences = new Set<string>();
  return {
    name: 'relay.units',
    translation: () => translationFor(parts, differences),
    trouble: () => [...differences][0],
  };
}

function translationFor({ kafka, database, replication }: UnitParts, differences: Set<string>): Translate {
  const topics = new UnitTopics(database, ({ type }) => type === 'AssignmentDispatched');
  const known = new Set<string>();
  return async (page, epoch) => {
    const messages = new Map<string, Message[]>();
    const missing = new Map<string, TopicPlan>();
    for (const { event, message } of await topics.told(page)) {
      const plan = planOfUnitTopic(event.tenantId, message.unitId);
      if (!known.has(plan.topic)) missing.set(plan.topic, plan);
      const own = messages.get(plan.topic) ?? [];
      messages.set(plan.topic, own);
      own.push(messageOf(unitEnvelope(event, message), { epoch, cursor: feedCursor(epoch, event.meta) }));
    }
    // A unit has its topic from its first case on; who may read it is for the broker's rules to say.
    if (missing.size > 0)
      for (const told of await ensureTopics(kafka, [...missing.values()], replication)) differences.add(told);
    for (const topic of missing.keys()) known.add(topic);
    return [...messages].map(([topic, own]) => ({ topic, messages: own }));
  };
}

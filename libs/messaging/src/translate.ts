import { envelopeOf, feedCursor, type RecordedEvent } from '@bihuan/event-store';
import type { Message } from 'kafkajs';
import { messageOf } from './cloud-event.js';
import type { Translate } from './relay.js';
import { CASE_TOPIC, OTHER_TOPIC } from './topics.js';

/** The topic of an event; none for the vault's: what happened to a citizen's identity never leaves PostgreSQL. */
const topicOf = ({ streamType }: RecordedEvent): string | undefined => {
  if (streamType === 'subject') return undefined;
  return streamType === 'case' ? CASE_TOPIC : OTHER_TOPIC;
};

/** Every event on its topic, in the ledger's order. */
export const ledgerMessages =
  (topicFor = topicOf): Translate =>
  (events, epoch) => {
    const topics = new Map<string, Message[]>();
    for (const event of events) {
      const topic = topicFor(event);
      if (topic === undefined) continue;
      const messages = topics.get(topic) ?? [];
      topics.set(topic, messages);
      messages.push(messageOf(envelopeOf(event), { epoch, cursor: feedCursor(epoch, event.meta) }));
    }
    return Promise.resolve([...topics].map(([topic, messages]) => ({ topic, messages })));
  };

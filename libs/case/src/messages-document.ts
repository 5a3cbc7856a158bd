import type { z } from 'zod';
import { RULES, TOPICS } from './messages-text.js';
import { caseCatalogue } from './case-events.js';
import { messageTraits } from './message-headers.js';
import { bodyOf, type Golden, type Message, type MessageKind, messageOf, nameOf } from './message-kind.js';
import { namedSchemas, publishedSchema } from './published-schema.js';

/** What is told of beside the facts of cases. */
export interface PublishedMessages {
  /** Event types of all other streams that leave PostgreSQL. */
  readonly others: Readonly<Record<string, Omit<MessageKind, 'type'>>>;
  /** Everything that a unit's topic may carry. */
  readonly ofUnits: readonly MessageKind[];
  /** Body of the notice that a dead letter was opened. */
  readonly deadLetter: z.ZodType;
  /** Recorded events: the examples. */
  readonly goldens: readonly Golden[];
}

type Trait = keyof typeof messageTraits;

interface Topic {
  readonly address: string;
  readonly title: string;
  readonly description: string;
  readonly parameters?: object;
  /** Where `components.messages` keeps them, and under which name the channel does. */
  readonly messages: readonly (readonly [id: string, name: string, message: Message])[];
}

const KAFKA = '0.5.0';
// Fixed at creation: with another count the events of one case would lie in two partitions.
const topicBinding = {
  partitions: 24,
  topicConfiguration: { 'cleanup.policy': ['delete'], 'retention.ms': -1 },
  bindingVersion: KAFKA,
};

const pointer = (...path: readonly string[]) => ({ $ref: `#/${path.join('/')}` });
const traitOf = (name: Trait) => pointer('components', 'messageTraits', name);

const traitFrom = ({ headers, key }: (typeof messageTraits)[Trait]) => ({
  contentType: 'application/json',
  headers: publishedSchema(headers),
  bindings: { kafka: { key: publishedSchema(key), bindingVersion: KAFKA } },
});

const kindsIn = (catalogue: PublishedMessages['others']): MessageKind[] =>
  Object.entries(catalogue).map(([type, { schemaVersion, streamType, schema }]) => ({
    type,
    schemaVersion,
    streamType,
    schema,
  }));

const ofCases = (): MessageKind[] =>
  Object.entries(caseCatalogue).map(([type, { schemaVersion, schema }]) => ({
    type,
    schemaVersion,
    streamType: 'case',
    schema,
  }));

function topicsOf({ others, ofUnits, deadLetter, goldens }: PublishedMessages): Readonly<Record<string, Topic>> {
  const told = (kinds: readonly MessageKind[], trait: Trait, prefix = '') =>
    kinds.map((kind) => {
      const name = nameOf(kind);
      return [`${prefix}${name}`, name, messageOf(kind, traitOf(trait), goldens)] as const;
    });
  return {
    caseEvents: {
      address: 'bihuan.case-events.v1',
      title: 'Case events',
      description: TOPICS.caseEvents,
      messages: told(ofCases(), 'CaseEvent'),
    },
    otherEvents: {
      address: 'bihuan.other-events.v1',
      title: 'Other events',
      description: TOPICS.otherEvents,
      messages: told(kindsIn(others), 'OtherEvent'),
    },
    unit: {
      address: 'bihuan.unit.{tenant}.{unitId}.v1',
      title: 'Cases of one unit',
      description: TOPICS.unit,
      parameters: {
        tenant: { description: 'Id of the tenant: `[A-Za-z0-9-]{1,32}`.' },
        unitId: { description: 'Code of the unit: `[A-Za-z0-9-]{1,32}`.' },
      },
      messages: told(ofUnits, 'UnitEvent', 'unit.'),
    },
    deadLetters: {
      address: 'bihuan.dead-letters.v1',
      title: 'Dead letters',
      description: TOPICS.deadLetters,
      messages: [['DeadLetter', 'DeadLetter', bodyOf('DeadLetter', deadLetter, traitOf('Notice'))]],
    },
  };
}

const channelOf = ({ messages, ...topic }: Topic) => ({
  ...topic,
  messages: Object.fromEntries(messages.map(([id, name]) => [name, pointer('components', 'messages', id)])),
  bindings: { kafka: topicBinding },
});

const operationOf = (channel: string, { title }: Topic) => ({
  action: 'send',
  channel: pointer('channels', channel),
  title,
});

const mapped = <From, To>(all: Readonly<Record<string, From>>, to: (one: From, name: string) => To) =>
  Object.fromEntries(Object.entries(all).map(([name, one]) => [name, to(one, name)]));

const servers = {
  kafka: {
    host: '{broker}',
    protocol: 'kafka',
    description: 'A principal reads what it was given, and nothing else.',
    variables: { broker: { default: 'localhost:9092', description: 'Any broker of the cluster.' } },
    security: [pointer('components', 'securitySchemes', 'scram')],
  },
};

/** The document (AsyncAPI 3) of every message that bihuan writes to Kafka. */
export function asyncApi(published: PublishedMessages): object {
  const topics = topicsOf(published);
  const messages = Object.values(topics).flatMap((topic) => topic.messages);
  return {
    asyncapi: '3.0.0',
    info: { title: 'bihuan', version: '1', description: RULES },
    defaultContentType: 'application/json',
    servers,
    channels: mapped(topics, channelOf),
    operations: mapped(topics, (topic, name) => operationOf(name, topic)),
    components: {
      messages: Object.fromEntries(messages.map(([id, , message]) => [id, message])),
      messageTraits: mapped(messageTraits, traitFrom),
      schemas: namedSchemas(),
      securitySchemes: {
        scram: { type: 'scramSha512', description: 'SASL/SCRAM, one login for each reader; access by topic.' },
      },
    },
  };
}

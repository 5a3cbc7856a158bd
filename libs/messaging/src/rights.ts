import { CASE_TOPIC, DEAD_LETTER_TOPIC, OTHER_TOPIC, UNIT_TOPICS, unitTopic } from './topics.js';

/** Something that a principal may do at the brokers. */
export interface Right {
  readonly on: 'TOPIC' | 'GROUP';
  readonly name: string;
  /** Whether this is the whole name, or what names begin with. */
  readonly match: 'LITERAL' | 'PREFIXED';
  readonly may: readonly ('READ' | 'WRITE' | 'CREATE' | 'DESCRIBE')[];
}

/** Principal → all that it may; the brokers refuse the rest. */
export type Rights = Readonly<Record<string, readonly Right[]>>;

/** A unit, as its topic names it. */
export interface UnitOfTenant {
  readonly tenantId: string;
  readonly unitId: string;
}

const topic = (name: string, ...may: Right['may']): Right => ({ on: 'TOPIC', name, match: 'LITERAL', may });
const group = (name: string): Right => ({ on: 'GROUP', name, match: 'LITERAL', may: ['READ'] });

/** Its one subscription, and the notices of what it could not handle. */
const reacting = (service: string): readonly Right[] => [
  topic(CASE_TOPIC, 'READ'),
  group(`${service}.reactions`),
  topic(DEAD_LETTER_TOPIC, 'WRITE'),
];

/** What each process of the house may. To be idempotent, a producer needs no right beside WRITE on a topic. */
export const HOUSE_RIGHTS: Rights = {
  relay: [
    topic(CASE_TOPIC, 'WRITE', 'CREATE'),
    topic(OTHER_TOPIC, 'WRITE', 'CREATE'),
    { on: 'TOPIC', name: UNIT_TOPICS, match: 'PREFIXED', may: ['WRITE', 'CREATE'] },
    // It makes every topic, and waits for the leaders of each; in this one others write.
    topic(DEAD_LETTER_TOPIC, 'CREATE', 'DESCRIBE'),
  ],
  intake: reacting('intake'),
  routing: reacting('routing'),
  supervision: reacting('supervision'),
  feedback: reacting('feedback'),
  // It reads the ledger itself.
  audit: [],
};

/** Brokers know a unit by this name, and its consumer groups by what follows it and a full stop. */
export const unitPrincipal = ({ tenantId, unitId }: UnitOfTenant): string => `unit.${tenantId}.${unitId}`;

/**
 * What the systems of units may: each reads its own topic, in groups of its own.
 * @throws RangeError for an id that no topic can have
 */
export const rightsOfUnits = (units: readonly UnitOfTenant[]): Rights => Object.fromEntries(units.map(rightsOfUnit));

// A full stop in an id would make one unit's prefix the beginning of another's, and `*` is every name there is.
const ID = /^[A-Za-z0-9-]{1,32}$/;

function rightsOfUnit(unit: UnitOfTenant): [string, readonly Right[]] {
  const { tenantId, unitId } = unit;
  const wrong = [tenantId, unitId].find((id) => !ID.test(id));
  if (wrong !== undefined) throw new RangeError(`${wrong}: ids in topics are 1 to 32 letters, digits and hyphens`);
  const principal = unitPrincipal(unit);
  return [
    principal,
    [
      topic(unitTopic(tenantId, unitId), 'READ'),
      { on: 'GROUP', name: `${principal}.`, match: 'PREFIXED', may: ['READ'] },
    ],
  ];
}

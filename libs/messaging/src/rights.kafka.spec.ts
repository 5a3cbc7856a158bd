import { type RunningKafka, startKafka } from '@bihuan/embedded-kafka';
import { asAdmin, describeOwnKafka, kafkaClient, sending, uniqueName } from '@bihuan/testing';
import kafkajs, { type Kafka } from 'kafkajs';
import { ensureRights } from './ensure-rights.js';
import { HOUSE_RIGHTS, rightsOfUnits } from './rights.js';
import {
  CASE_TOPIC,
  DEAD_LETTER_TOPIC,
  ensureTopics,
  OTHER_TOPIC,
  planOfUnitTopic,
  STANDING_TOPICS,
  unitTopic,
} from './topics.js';

// The name of one begins as the other's: a prefix that reaches too far would show.
const units = ['ZJJ', 'ZJJ-2'].map((unitId) => ({ tenantId: 'zhanyi', unitId }));
const [ZJJ, ZJJ_2] = units.map(({ tenantId, unitId }) => unitTopic(tenantId, unitId)) as [string, string];
const topics = [CASE_TOPIC, OTHER_TOPIC, DEAD_LETTER_TOPIC, ZJJ, ZJJ_2];
const rights = { ...HOUSE_RIGHTS, ...rightsOfUnits(units) };
const principals = Object.keys(rights);
const passwordOf = (principal: string): string => `${principal}-password`;

let broker: RunningKafka;
let admin: Kafka;
const as = (username: string, password = passwordOf(username)): Promise<Kafka> =>
  kafkaClient(broker.brokers, { username, password });

/** Whether the brokers let it be done; anything but their refusal is thrown. */
const isAllowed = (tried: Promise<unknown>): Promise<boolean> =>
  tried.then(
    () => true,
    (error: Error) => {
      // Who may not use a group is told, by the library, that it has no coordinator.
      if (/authoriz|group coordinator/i.test(error.message)) return false;
      throw error;
    },
  );
/** One after another: two members of a group that read different topics wait for each other. */
async function allowed(names: readonly string[], attempt: (name: string) => Promise<unknown>): Promise<string[]> {
  const answers: string[] = [];
  for (const name of names) if (await isAllowed(attempt(name))) answers.push(name);
  return answers;
}

async function readOne(client: Kafka, topic: string, groupId: string): Promise<void> {
  const consumer = client.consumer({ groupId, maxWaitTimeInMs: 100 });
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => payload.restart || reject(payload.error));
      consumer.run({ autoCommit: false, eachMessage: () => Promise.resolve(resolve()) }).catch(reject);
    });
  } finally {
    await consumer.disconnect();
  }
}

const groupOf = (principal: string): string =>
  principal.startsWith('unit.') ? `${principal}.system` : `${principal}.reactions`;

describeOwnKafka('on brokers that know the rights of the house', () => {
  let added: readonly string[];
  beforeAll(async () => {
    const users = Object.fromEntries(['admin', ...principals].map((name) => [name, passwordOf(name)]));
    broker = await startKafka({ users });
    admin = await as('admin');
    ({ added } = await ensureRights(admin, rights));
    const relay = await as('relay');
    await ensureTopics(relay, [
      ...STANDING_TOPICS,
      ...units.map(({ tenantId, unitId }) => planOfUnitTopic(tenantId, unitId)),
    ]);
    for (const topic of [CASE_TOPIC, OTHER_TOPIC, ZJJ, ZJJ_2]) await sending(relay, topic, (send) => send('one'));
  });
  afterAll(() => broker.stop());

  const [relayWrites, notices] = [[CASE_TOPIC, OTHER_TOPIC, ZJJ, ZJJ_2], [DEAD_LETTER_TOPIC]];
  const table: [string, { writes: string[]; reads: string[]; in: string[] }][] = [
    ['relay', { writes: relayWrites, reads: [], in: [] }],
    ['intake', { writes: notices, reads: [CASE_TOPIC], in: ['intake.reactions'] }],
    ['routing', { writes: notices, reads: [CASE_TOPIC], in: ['routing.reactions'] }],
    ['supervision', { writes: notices, reads: [CASE_TOPIC], in: ['supervision.reactions'] }],
    ['feedback', { writes: notices, reads: [CASE_TOPIC], in: ['feedback.reactions'] }],
    ['audit', { writes: [], reads: [], in: [] }],
    ['unit.zhanyi.ZJJ', { writes: [], reads: [ZJJ], in: ['unit.zhanyi.ZJJ.system'] }],
    ['unit.zhanyi.ZJJ-2', { writes: [], reads: [ZJJ_2], in: ['unit.zhanyi.ZJJ-2.system'] }],
  ];

  it('every principal stands in this table', () => {
    expect(table.map(([principal]) => principal)).toEqual(principals);
  });

  it.each(table)('%s writes, reads and joins what is its own, and is refused all else', async (principal, own) => {
    const client = await as(principal);
    const [readable = CASE_TOPIC] = own.reads;
    const writes = await allowed(topics, (topic) => sending(client, topic, (send) => send('two')));
    const reads = await allowed(topics, (topic) => readOne(client, topic, groupOf(principal)));
    const groups = [...principals.map(groupOf), uniqueName('group')];
    const joined = await allowed(groups, (group) => readOne(client, readable, group));
    expect({ writes, reads, in: joined }).toEqual(own);
  });

  it.each(principals.filter((name) => name !== 'relay'))('%s makes no topic', async (principal) => {
    const topic = unitTopic('zhanyi', uniqueName('U').slice(0, 32));
    const made = asAdmin(await as(principal), (door) =>
      door.createTopics({ waitForLeaders: false, topics: [{ topic }] }),
    );
    await expect(made).rejects.toMatchObject({ errors: [{ type: 'TOPIC_AUTHORIZATION_FAILED' }] });
  });

  it('nobody reads with a wrong password', async () => {
    const guesser = await as('routing', 'guessed');
    await expect(readOne(guesser, CASE_TOPIC, 'routing.reactions')).rejects.toThrow(/Authentication failed/);
  });

  it('nobody reads without one', async () => {
    const { Kafka: Client } = kafkajs;
    const stranger = new Client({ brokers: [...broker.brokers], logLevel: 0, retry: { retries: 0 } });
    await expect(readOne(stranger, CASE_TOPIC, 'routing.reactions')).rejects.toThrow(/Closed connection/);
  });

  describe('whoever gives them', () => {
    const held = 'relay: ALLOW CREATE on PREFIXED TOPIC bihuan.unit. from any host';

    it('hears of each right that was given', () => {
      const count = Object.values(rights).flatMap((list) => list.flatMap(({ may }) => may)).length;
      expect([added.length, added.includes(held)]).toEqual([count, true]);
    });

    it('gives nothing the second time', async () => {
      expect(await ensureRights(admin, rights)).toEqual({ added: [], surplus: [] });
    });

    it('gives a further unit its own, and hears which others it did not name', async () => {
      const later = rightsOfUnits([{ tenantId: 'zhanyi', unitId: 'CGJ' }]);
      expect(await ensureRights(admin, { ...HOUSE_RIGHTS, ...later })).toEqual({
        added: [
          'unit.zhanyi.CGJ: ALLOW READ on TOPIC bihuan.unit.zhanyi.CGJ.v1 from any host',
          'unit.zhanyi.CGJ: ALLOW READ on PREFIXED GROUP unit.zhanyi.CGJ. from any host',
        ],
        surplus: [
          'unit.zhanyi.ZJJ-2: ALLOW READ on TOPIC bihuan.unit.zhanyi.ZJJ-2.v1 from any host',
          'unit.zhanyi.ZJJ: ALLOW READ on TOPIC bihuan.unit.zhanyi.ZJJ.v1 from any host',
        ],
      });
    });

    it('is told of whoever else reaches our topics, and of nothing that does not', async () => {
      const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;
      const readBy = (principal: string, resourceName: string, pattern: 'LITERAL' | 'PREFIXED') => ({
        principal: `User:${principal}`,
        host: '10.0.0.1',
        operation: AclOperationTypes.READ,
        permissionType: AclPermissionTypes.ALLOW,
        resourceType: AclResourceTypes.TOPIC,
        resourceName,
        resourcePatternType: ResourcePatternTypes[pattern],
      });
      const acl = [readBy('a', '*', 'LITERAL'), readBy('b', 'bi', 'PREFIXED'), readBy('c', 'bilanz', 'LITERAL')];
      await asAdmin(admin, (door) => door.createAcls({ acl }));
      // Twice: what it is told of is still there.
      const others = async () =>
        (await ensureRights(admin, rights)).surplus.filter((text) => !text.startsWith('unit.'));
      const told = ['a: ALLOW READ on TOPIC * from 10.0.0.1', 'b: ALLOW READ on PREFIXED TOPIC bi from 10.0.0.1'];
      expect([await others(), await others()]).toEqual([told, told]);
    });
  });
});

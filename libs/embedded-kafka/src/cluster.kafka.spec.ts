import { commandLineOf } from '@bihuan/child-server';
import { asAdmin, describeOwnKafka, kafkaClient, newTopic, sending, valuesIn } from '@bihuan/testing';
import kafkajs, { type Kafka } from 'kafkajs';
import { type KafkaOptions, type RunningKafka, startKafka } from './index.js';

const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
});

async function started(options: KafkaOptions): Promise<RunningKafka> {
  const running = await startKafka(options);
  opened.push(() => running.stop());
  return running;
}

describeOwnKafka('three brokers', () => {
  it('take what all must acknowledge after the leader was killed, and it catches up', async () => {
    const { brokers, nodes } = await started({ nodes: 3 });
    const client = await kafkaClient(brokers);
    const { topic, leader: leaderId, replicas } = await newTopic(client);
    const leader = nodes.find(({ id }) => id === leaderId);
    await sending(client, topic, async (send) => {
      await send('one');
      await leader?.kill();
      await send('two');
    });
    await leader?.start();
    expect(replicas).toHaveLength(3);
    expect(await valuesIn(client, topic, 2)).toEqual(['one', 'two']);
  });
});

describeOwnKafka('a broker with users', () => {
  let running: RunningKafka;
  let admin: Kafka;
  const clientOf = (username: string, password: string): Promise<Kafka> =>
    kafkaClient(running.brokers, { username, password });
  beforeAll(async () => {
    running = await startKafka({ users: { admin: 'all-doors', relay: 'one-door' } });
    admin = await clientOf('admin', 'all-doors');
  });
  afterAll(() => running.stop());

  it('lets in who knows the password', async () => {
    const { topic } = await newTopic(admin);
    await sending(admin, topic, (send) => send('one'));
    expect(await valuesIn(admin, topic, 1)).toEqual(['one']);
  });

  it('refuses a wrong password', async () => {
    const guesser = await clientOf('relay', 'guessed');
    await expect(asAdmin(guesser, (door) => door.listTopics())).rejects.toThrow(/Authentication failed/);
  });

  it('lets nobody write without an ACL, and whoever has one', async () => {
    const { topic } = await newTopic(admin);
    const relay = await clientOf('relay', 'one-door');
    const writing = () => sending(relay, topic, (send) => send('one'));
    await expect(writing()).rejects.toThrow('Cluster authorization failed');
    const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;
    const acl = {
      resourceType: AclResourceTypes.TOPIC,
      resourceName: topic,
      resourcePatternType: ResourcePatternTypes.LITERAL,
      principal: 'User:relay',
      host: '*',
      operation: AclOperationTypes.WRITE,
      permissionType: AclPermissionTypes.ALLOW,
    };
    await asAdmin(admin, (door) => door.createAcls({ acl: [acl] }));
    await writing();
    expect(await valuesIn(admin, topic, 1)).toEqual(['one']);
  });

  it('tells no password on a command line', () => {
    expect(commandLineOf(Number(running.nodes[0]?.pid))).not.toMatch(/all-doors|one-door/);
  });

  it.each([
    ['without an admin', { relay: 'one' }, 'needs one named admin'],
    ['with a password that its tools misread', { admin: 'a', relay: 'a],b' }, 'those of relay are not'],
  ])('is refused %s', async (_title, users, sentence) => {
    await expect(startKafka({ users })).rejects.toMatchObject({
      code: 'USER_REFUSED',
      message: expect.stringContaining(sentence),
    });
  });
});

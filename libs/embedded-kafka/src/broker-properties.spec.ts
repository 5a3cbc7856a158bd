import { brokerProperties, propertiesText } from './broker-properties.js';

const node = (id: number) => ({ id, port: 20_000 + id, controllerPort: 30_000 + id });
const planOf = (...ids: readonly number[]) => ({ clusterId: 'cluster', nodes: ids.map(node), users: '' });

describe('the settings of a broker', () => {
  it('keep it on this machine, and open to everybody here', () => {
    expect(brokerProperties(planOf(1), node(1), { logDir: '/data', extra: {} })).toMatchObject({
      listeners: 'CLIENT://127.0.0.1:20001,CONTROLLER://127.0.0.1:30001',
      'advertised.listeners': 'CLIENT://127.0.0.1:20001',
      'listener.security.protocol.map': 'CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT',
      'log.dirs': '/data',
      'offsets.topic.replication.factor': '1',
    });
  });

  it('make three keep everything three times, and take a write that two have', () => {
    expect(brokerProperties(planOf(1, 2, 3), node(2), { logDir: '/data', extra: {} })).toMatchObject({
      'node.id': '2',
      'controller.quorum.voters': '1@127.0.0.1:30001,2@127.0.0.1:30002,3@127.0.0.1:30003',
      'default.replication.factor': '3',
      'min.insync.replicas': '2',
      'offsets.topic.replication.factor': '3',
      'transaction.state.log.min.isr': '2',
    });
  });

  it('let nobody in unknown when there are users, at the door of the controllers neither', () => {
    const users = { admin: 'secret', relay: 'other' };
    expect(brokerProperties(planOf(1), node(1), { logDir: '/data', users, extra: {} })).toMatchObject({
      'listener.security.protocol.map': 'CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT',
      'super.users': 'User:admin',
      'allow.everyone.if.no.acl.found': 'false',
    });
  });

  it('give way to those that are asked for', () => {
    const extra = { 'auto.create.topics.enable': 'true', 'log.retention.ms': '1000' };
    expect(brokerProperties(planOf(1), node(1), { logDir: '/data', extra })).toMatchObject(extra);
  });
});

describe('a properties file', () => {
  it.each([
    ['a plain value', 'a b=c', 'a b=c'],
    ['a folder in Chinese', '/数据', String.raw`/\u6570\u636e`],
    ['a backslash', String.raw`C:\data`, String.raw`C:\\data`],
    ['a leading space, which Java would drop', ' a', String.raw`\u0020a`],
    ['a line break', 'a\nb', String.raw`a\u000ab`],
  ])('carries %s', (_title, value, written) => {
    expect(propertiesText({ name: value })).toBe(`name=${written}\n`);
  });
});

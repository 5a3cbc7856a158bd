import kafkajs from 'kafkajs';
import { brokerFaultOf, faultOf } from './broker-fault.js';
import { BrokersNotReady, SendFailed } from './errors.js';

const { KafkaJSAggregateError, KafkaJSConnectionError, KafkaJSNonRetriableError, KafkaJSProtocolError } = kafkajs;

const answered = (type: string, retriable = false) =>
  new KafkaJSProtocolError(Object.assign(new Error('words of a broker'), { type, code: 1, retriable }));
const given = (cause: Error) => Object.assign(new KafkaJSNonRetriableError('words of the library'), { cause });
const database = (code: string) => Object.assign(new Error('words of the database'), { code });
const creating = (type: string) =>
  new KafkaJSAggregateError('words', [Object.assign(answered(type), { topic: 'a-topic' })]);

describe('a fault on the way to the brokers', () => {
  it.each<[string, unknown, string]>([
    [
      'brokers that are away',
      given(new KafkaJSConnectionError('to 10.0.0.1')),
      'the brokers fail with KafkaJSConnectionError',
    ],
    [
      'an answer that passes',
      answered('NOT_LEADER_FOR_PARTITION', true),
      'the brokers fail with NOT_LEADER_FOR_PARTITION',
    ],
    ['a refusal', given(answered('MESSAGE_TOO_LARGE')), 'the brokers fail with MESSAGE_TOO_LARGE'],
    [
      'a refusal of a topic',
      new SendFailed('t', answered('MESSAGE_TOO_LARGE')),
      'the brokers fail with MESSAGE_TOO_LARGE on t',
    ],
    [
      'a refused topic',
      creating('INVALID_REPLICATION_FACTOR'),
      'the brokers fail with INVALID_REPLICATION_FACTOR on a-topic',
    ],
    [
      'a right that is missing',
      new SendFailed('t', answered('TOPIC_AUTHORIZATION_FAILED')),
      'the brokers refuse a right: TOPIC_AUTHORIZATION_FAILED on t',
    ],
    [
      'a wrong password',
      Object.assign(new Error('bad'), { name: 'KafkaJSSASLAuthenticationError', retriable: false }),
      'the brokers refuse a right: KafkaJSSASLAuthenticationError',
    ],
    ['too few brokers', new BrokersNotReady('TOO_FEW_BROKERS', 'three are wanted'), 'three are wanted'],
    ['a database that is away', database('ECONNREFUSED'), 'the database fails with ECONNREFUSED'],
    ['a connection that broke', new Error('Connection terminated'), 'the database fails with Error'],
    ['a database that is not there', database('3D000'), 'the database fails with 3D000'],
    ['a right that the database refuses', database('42501'), 'the database refuses a right: 42501'],
    ['a mistake of ours', new TypeError('x is undefined'), 'it fails with TypeError'],
    ['what is no error', 'no', 'it fails with Error'],
  ])('is told by its cause: %s', (_, error, reason) => {
    expect(faultOf(error).reason).toBe(reason);
  });

  it('passes by itself, or is a refusal', () => {
    const faults = [
      answered('NOT_LEADER_FOR_PARTITION', true),
      given(answered('MESSAGE_TOO_LARGE')),
      database('08006'),
    ];
    expect(faults.map((error) => faultOf(error).isRefusal)).toEqual([false, true, false]);
  });

  it('names the topic of a refusal alone: brokers that are away are away for all', () => {
    const away = new SendFailed('t', new KafkaJSConnectionError('away'));
    expect([faultOf(away).topic, faultOf(new SendFailed('t', answered('MESSAGE_TOO_LARGE'))).topic]).toEqual([
      undefined,
      't',
    ]);
  });

  it('is none of the brokers’ where it is the database’s or ours', () => {
    expect([database('08006'), new TypeError('no'), undefined].map(brokerFaultOf)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(brokerFaultOf(new SendFailed('t', answered('MESSAGE_TOO_LARGE')))).toBe('MESSAGE_TOO_LARGE');
  });
});

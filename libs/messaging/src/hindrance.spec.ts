import { SendFailed } from './errors.js';
import { Hindrance } from './hindrance.js';

const refused = (type: string, topic: string) =>
  new SendFailed(topic, Object.assign(new Error('words'), { name: 'KafkaJSProtocolError', type, retriable: false }));

describe('what stands in the way of a relay', () => {
  const told: (string | undefined)[] = [];
  const tell = (what: string, fault?: { code: string; topic?: string }) =>
    told.push(fault && `${what} ${fault.code} ${fault.topic}`);
  beforeEach(() => void told.splice(0));
  const hindrance = () => new Hindrance('relay.units', { hindered: tell });

  it('is told once for each fault, however often it is met, and when it is over', () => {
    const one = hindrance();
    for (const topic of ['a', 'b', 'a', 'b', 'a']) one.met(refused('MESSAGE_TOO_LARGE', topic));
    one.met(refused('TOPIC_AUTHORIZATION_FAILED', 'a'));
    one.passed();
    one.passed();
    expect(told).toEqual([
      'relay.units MESSAGE_TOO_LARGE a',
      'relay.units MESSAGE_TOO_LARGE b',
      'relay.units TOPIC_AUTHORIZATION_FAILED a',
      undefined,
    ]);
  });

  it('is told anew when it comes back', () => {
    const one = hindrance();
    one.met(refused('MESSAGE_TOO_LARGE', 'a'));
    one.passed();
    one.met(refused('MESSAGE_TOO_LARGE', 'a'));
    expect(told).toHaveLength(3);
  });

  it('is shown while it lasts', () => {
    const one = hindrance();
    const shown = [one.reason];
    one.met(refused('MESSAGE_TOO_LARGE', 'a'));
    shown.push(one.reason);
    one.passed();
    expect([...shown, one.reason]).toEqual([undefined, 'the brokers fail with MESSAGE_TOO_LARGE on a', undefined]);
  });

  it('is no news to who stood by meanwhile, and not shown by it', () => {
    const one = hindrance();
    one.met(refused('MESSAGE_TOO_LARGE', 'a'));
    one.leftToAnother();
    const { reason } = one;
    one.met(refused('MESSAGE_TOO_LARGE', 'a'));
    expect([reason, told.length]).toEqual([undefined, 1]);
  });
});

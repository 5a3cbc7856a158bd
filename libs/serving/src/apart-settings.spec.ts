import { loadConfig } from '@bihuan/platform';
import { z } from 'zod';
import { kafkaOf, replicationOf, replicationSettings, wholePrincipal } from './kafka-settings.js';
import { serviceSettings } from './apart-settings.js';

const schema = z.object(serviceSettings).superRefine(wholePrincipal);
const told = {
  DATABASE_URL: 'postgres://bihuan_intake@db/bihuan',
  WORKER_DATABASE_URL: 'postgresql://bihuan_intake_worker@db/bihuan',
  BIHUAN_KEY_DIR: '/srv/keys',
};
const configOf = (more: Record<string, string>) => loadConfig(schema, { ...told, ...more });

describe('what a service is told by its environment', () => {
  it('listens on a port of its own for what it measures', () => {
    expect(configOf({})).toMatchObject({ HOST: '127.0.0.1', PORT: 3000, METRICS_PORT: 9464 });
  });

  it('names no broker where it hears of events from the ledger', () => {
    expect(kafkaOf(configOf({}), 'bihuan-intake')).toBeUndefined();
  });

  it('names all brokers', () => {
    expect(kafkaOf(configOf({ KAFKA_BROKERS: 'kafka-1:9092,kafka-2:9092' }), 'bihuan-intake')).toEqual({
      clientId: 'bihuan-intake',
      brokers: ['kafka-1:9092', 'kafka-2:9092'],
    });
  });

  it('names the principal that it shows to them', () => {
    const principal = { KAFKA_SASL_USERNAME: 'intake', KAFKA_SASL_PASSWORD: 'secret' };
    expect(kafkaOf(configOf({ KAFKA_BROKERS: '[::1]:9092', ...principal }), 'bihuan-intake')).toEqual({
      clientId: 'bihuan-intake',
      brokers: ['[::1]:9092'],
      sasl: { username: 'intake', password: 'secret' },
    });
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['a login that is none', { DATABASE_URL: 'mysql://x' }, /DATABASE_URL: must begin with postgres/],
    ['a broker without a port', { KAFKA_BROKERS: 'a:1,kafka' }, /KAFKA_BROKERS\.1: must be host:port/],
    [
      'a principal without its password',
      { KAFKA_BROKERS: 'a:1', KAFKA_SASL_USERNAME: 'x' },
      /SASL_USERNAME: .*together/,
    ],
    ['a password of nobody', { KAFKA_BROKERS: 'a:1', KAFKA_SASL_PASSWORD: 'x' }, /SASL_USERNAME: .*together/],
    ['a principal for no broker', { KAFKA_SASL_USERNAME: 'x', KAFKA_SASL_PASSWORD: 'x' }, /SASL_USERNAME: .*together/],
    ['a port that is none', { METRICS_PORT: '99999' }, /METRICS_PORT/],
    ['a setting of another app', { BIHUAN_DATA_DIR: './data' }, /BIHUAN_DATA_DIR: unknown/],
  ])('is refused with %s', (_, wrong, sentence) => {
    expect(() => configOf(wrong)).toThrow(sentence);
  });
});

const named = (count: number) => Array.from({ length: count }, (_, n) => `kafka-${n}:9092`);

describe('the copies of a topic', () => {
  it.each([
    [1, { least: 1, most: 3 }],
    [2, { least: 2, most: 3 }],
    [5, { least: 3, most: 3 }],
  ])('are at least as many as the %d brokers that are named, and never more than three', (count, expected) => {
    expect(replicationOf({ KAFKA_BROKERS: named(count) })).toEqual(expected);
  });

  it('are as many as was told', () => {
    expect(replicationOf({ KAFKA_BROKERS: named(3), KAFKA_REPLICATION: 1 })).toEqual({ least: 1, most: 1 });
  });

  it.each(['0', '10', 'many', '1.5'])('are not %s', (wrong) => {
    expect(() => loadConfig(z.object(replicationSettings), { KAFKA_REPLICATION: wrong })).toThrow(/KAFKA_REPLICATION/);
  });
});

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Env = Readonly<Record<string, string>>;

const run = (script: string, env: Env, ...args: readonly string[]) =>
  spawnSync(process.execPath, [script, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    encoding: 'utf8',
  });

describe('the health check of the image', () => {
  it.each([
    [200, 0],
    [503, 1],
  ])('of a service that answers %i is %i', async (status, code) => {
    const asked: (string | undefined)[] = [];
    const server = createServer(({ url }, answer) => {
      asked.push(url);
      answer.writeHead(status).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const child = spawn(process.execPath, ['deploy/health.mjs'], { env: { PORT: String(port) } });
    const [exit] = (await once(child, 'exit')) as [number];
    server.close();
    expect([exit, asked]).toEqual([code, ['/health/ready']]);
  });

  it('of a service that does not listen is 1', () => {
    expect(run('deploy/health.mjs', { PORT: '1' }).status).toBe(1);
  });
});

describe('the passwords that services are told', () => {
  const services = ['INTAKE', 'ROUTING', 'SUPERVISION', 'FEEDBACK', 'AUDIT', 'RELAY'];
  const told = Object.fromEntries(services.map((name) => [`${name}_PASSWORD`, `${name.toLowerCase()}-`.repeat(5)]));
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'logins-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const logins = () => JSON.parse(readFileSync(join(folder, 'logins.json'), 'utf8')) as Record<string, string>;
  const write = (env: Env) => run('deploy/logins.mjs', { BIHUAN_DATA_DIR: folder, ...env });

  it('become those of their logins, in a file that its owner alone may read', () => {
    expect(write(told)).toMatchObject({ status: 0, stderr: '' });
    expect(logins()).toMatchObject({ bihuan_vault: 'intake-'.repeat(5), bihuan_audit_worker: 'audit-'.repeat(5) });
    expect(statSync(join(folder, 'logins.json')).mode & 0o777).toBe(0o600);
  });

  it('replace older ones, and leave what is no service’s', () => {
    writeFileSync(join(folder, 'logins.json'), JSON.stringify({ bihuan_relay: 'old', bihuan_worker: 'kept' }));
    write(told);
    expect(logins()).toMatchObject({ bihuan_relay: 'relay-'.repeat(5), bihuan_worker: 'kept' });
  });

  it('are all named that are missing or too weak', () => {
    const { status, stderr } = write({ ...told, AUDIT_PASSWORD: 'short', RELAY_PASSWORD: '' });
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^AUDIT_PASSWORD, RELAY_PASSWORD: a password of 20/)]);
  });
});

describe('the script that gives rights at the brokers', () => {
  const admin = { KAFKA_BROKERS: '127.0.0.1:1', KAFKA_SASL_USERNAME: 'admin', KAFKA_SASL_PASSWORD: 'secret' };

  it.each<[string, Env, string[], string]>([
    ['without a broker', {}, [], 'of an administrator are needed'],
    ['for a unit without a tenant', admin, ['ZJJ'], 'ids in topics are 1 to 32'],
    ['for what is no unit', admin, ['zhanyi/ZJJ/1'], 'a unit is TENANT/UNIT'],
  ])('refuses %s in a sentence', (_, env, args, sentence) => {
    const { status, stderr } = run('deploy/kafka-rights.mjs', env, ...args);
    expect([status, stderr]).toEqual([1, expect.stringContaining(sentence)]);
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  claim,
  commandLineOf,
  freePort,
  holdsWithin,
  identityOf,
  isAbandoned,
  ownerOf,
  processesTold,
} from './index.js';

const found = (): readonly number[] => processesTold('61.5', '0.25');

describe('a process', () => {
  it('is found by what it was told, while it lives', async () => {
    const child = spawn('sleep', ['61.5', '0.25']);
    expect(await holdsWithin(5_000, () => found().length > 0)).toBe(true);
    expect(found()).toEqual([child.pid]);
    expect(commandLineOf(Number(child.pid))).toBe('sleep 61.5 0.25 ');
    expect(identityOf(Number(child.pid))).toMatch(new RegExp(`^${child.pid} `));
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect([found(), commandLineOf(Number(child.pid)), identityOf(Number(child.pid))]).toEqual([[], '', undefined]);
  });
});

describe('a folder', () => {
  it('has one owner, until that lets go', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'claimed-'));
    const claimed = claim(dir);
    expect([claim(dir), ownerOf(dir), isAbandoned(dir)]).toEqual([undefined, process.pid, false]);
    claimed?.release();
    expect([ownerOf(dir), isAbandoned(dir)]).toEqual([undefined, false]);
    await rm(dir, { recursive: true });
  });
});

describe('a port', () => {
  it('is free, or taken', async () => {
    const server = createServer().listen({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    expect(await freePort(port)).toBeUndefined();
    server.close();
    await once(server, 'close');
    expect(await freePort(port)).toBe(port);
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An answer over HTTP; `body` is parsed where it is JSON. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

type Extra = Readonly<Record<string, string>>;

/** Speaks HTTP as one key. */
interface Client {
  get(path: string, headers?: Extra): Promise<Answer>;
  post(path: string, body?: object, headers?: Extra): Promise<Answer>;
  upload(bytes: Uint8Array, type: string): Promise<Answer>;
}

/** The product as `npm start` runs it, on a data directory of its own. */
export interface Standalone {
  readonly baseUrl: string;
  readonly dataDir: string;
  readonly pid: number;
  as(keyId: string, tenant?: string): Client;
  stranger(token?: string): Client;
  /** SIGTERM; answers how long it took until the process was gone, ms. */
  stop(): Promise<number>;
  /** SIGKILL, as if the power had failed. */
  kill(): Promise<void>;
  /** Everything it has printed. */
  output(): string;
}

const READY = /bihuan is ready: (\S+)/;
const START_MS = 60_000;

/** A new folder for a data directory; `removeDataDir` ends it. */
export const newDataDir = (): string => mkdtempSync(join(tmpdir(), 'bihuan-data-'));
export const removeDataDir = (dir: string): void => rmSync(dir, { recursive: true, force: true });

/** Starts it and waits until it says that it is ready. */
export async function startStandalone(dataDir: string, env: Extra = {}): Promise<Standalone> {
  const started = await startProgram('dist/apps/standalone/src/main.js', {
    PORT: '0',
    BIHUAN_DATA_DIR: dataDir,
    ...env,
  });
  return { ...started, ...clients(started.baseUrl, dataDir), dataDir };
}

/** A program of the product that serves on an address. */
export type Started = Pick<Standalone, 'baseUrl' | 'pid' | 'stop' | 'kill' | 'output'>;

/** Starts a program and waits until it names its address. */
export async function startProgram(
  path: string,
  env: Extra,
  { ready = READY, withinMs = START_MS }: { readonly ready?: RegExp; readonly withinMs?: number } = {},
): Promise<Started> {
  const child = spawn(process.execPath, [path], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const baseUrl = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`not ready in ${withinMs} ms:\n${output.slice(-4_000)}`)),
      withinMs,
    );
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const url = ready.exec(output)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it was ready:\n${output.slice(-4_000)}`)));
  });
  return { ...controls(child, () => output), baseUrl, pid: child.pid ?? 0 };
}

function controls(child: ChildProcess, output: () => string): Pick<Standalone, 'stop' | 'kill' | 'output'> {
  const gone = once(child, 'exit');
  const end = async (signal: NodeJS.Signals) => {
    const since = performance.now();
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await gone;
    return performance.now() - since;
  };
  return { stop: () => end('SIGTERM'), kill: async () => void (await end('SIGKILL')), output };
}

/** Speaks to an address with the keys of a data directory. */
export function clients(baseUrl: string, dataDir: string): Pick<Standalone, 'as' | 'stranger'> {
  type Key = { tenant: string; keyId: string; key: string };
  const tokenOf = (keyId: string, tenant: string) => {
    const { keys } = JSON.parse(readFileSync(join(dataDir, 'credentials.json'), 'utf8')) as { keys: Key[] };
    return keys.find((key) => key.keyId === keyId && key.tenant === tenant)?.key ?? `no key ${keyId}`;
  };
  return {
    as: (keyId, tenant = 'zhanyi') => clientOf(baseUrl, tokenOf(keyId, tenant)),
    stranger: (token) => clientOf(baseUrl, token),
  };
}

function clientOf(baseUrl: string, token: string | undefined): Client {
  const authorization: Extra = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const ask = async (path: string, init: RequestInit, headers: Extra = {}): Promise<Answer> => {
    const answer = await fetch(`${baseUrl}${path}`, { ...init, headers: { ...authorization, ...headers } });
    const text = await answer.text();
    const isJson = /json$|json;/.test(answer.headers.get('content-type') ?? '') && !text.includes('}\n{');
    const body = (isJson && text !== '' ? JSON.parse(text) : {}) as Record<string, unknown>;
    return { status: answer.status, headers: answer.headers, text, body };
  };
  return {
    get: (path, headers) => ask(path, { method: 'GET' }, headers),
    post: (path, body = {}, headers = {}) =>
      ask(path, { method: 'POST', body: JSON.stringify(body) }, { 'content-type': 'application/json', ...headers }),
    upload: (bytes, type) => {
      const form = new FormData();
      form.set('file', new File([Uint8Array.from(bytes)], 'photo', { type }));
      return ask('/v1/intake/attachments', { method: 'POST', body: form });
    },
  };
}

/** Asks again until the answer is what is waited for; fails with what was seen last. */
export async function until<T>(ask: () => Promise<T>, isIt: (seen: T) => boolean, ms = 10_000): Promise<T> {
  const lastTry = performance.now() + ms;
  for (;;) {
    const seen = await ask();
    if (isIt(seen)) return seen;
    if (performance.now() > lastTry) throw new Error(`it never came: ${JSON.stringify(seen)?.slice(0, 2_000)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  request as httpRequest,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { until } from '../support/standalone.js';

/** Some MiB, on a machine that may be busy. */
const PATIENCE_MS = 30_000;
/** After this a copy counts as gone. */
const ANSWER_MS = 500;

interface Gateway {
  listen(told: { host: string; port: number }): Promise<string>;
  close(): Promise<void>;
}
type Answering = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;

/** A copy of a service, whose answers the test makes up. */
class FakeCopy {
  readonly seen: { method: string; url: string; headers: IncomingMessage['headers']; body: Buffer }[] = [];
  port = 0;
  isReady = true;
  /** Hangs up as soon as a request has begun. */
  cut = false;
  /** How many requests have begun, whole or not. */
  begun = 0;
  answer: Answering = (_, response) => response.end('ok');
  private server: Server | undefined;

  async start(): Promise<void> {
    this.server = createServer((request, response) => void this.take(request, response));
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.server?.close();
    this.server?.closeAllConnections();
    await (this.server && once(this.server, 'close'));
    this.server = undefined;
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.begun += 1;
    if (this.cut) {
      request.socket.destroy();
      return;
    }
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      // Whoever asked has gone.
      return;
    }
    const { method = '', url = '', headers } = request;
    this.seen.push({ method, url, headers, body: Buffer.concat(chunks) });
    this.answer(request, response, Buffer.concat(chunks));
  }
}

const path = pathToFileURL(join('scripts/cluster/gateway.mjs')).href;
const copies = { intake: [new FakeCopy(), new FakeCopy()], audit: [new FakeCopy()] };
const [one, other] = copies.intake as [FakeCopy, FakeCopy];
const [audit] = copies.audit as [FakeCopy];
const every = [one, other, audit];
let gateway: Gateway;
let base: string;

const ask = async (url: string, init: RequestInit = {}) => {
  const answer = await fetch(`${base}${url}`, init);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};
const seenBy = () => [one.seen.length, other.seen.length];
const hangingUp: Answering = (request) => request.socket.destroy();

/** A feed that says a first line, and then what the test tells it to. */
const following = () => {
  const feed = Promise.withResolvers<ServerResponse>();
  audit.answer = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' }).write('1\n');
    feed.resolve(response);
  };
  return feed.promise;
};
const reading = async () => {
  const leave = new AbortController();
  const answer = await fetch(`${base}/v1/audit/feed?follow=true`, { signal: leave.signal });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  return { next: async () => (await reader?.read())?.value, leave: () => leave.abort() };
};

/** Statuses of so many requests at once. */
const answers = async (method: string, times: number) => {
  const init = method === 'GET' ? {} : { method, body: '{}' };
  return (await Promise.all(Array.from({ length: times }, () => ask('/v1/intake/cases', init)))).map(
    ({ status }) => status,
  );
};

beforeAll(async () => {
  const { createGateway } = (await import(path)) as { createGateway: (told: object) => Gateway };
  gateway = createGateway({
    services: ['intake', 'audit'],
    first: 'intake',
    copiesOf: (service: 'intake' | 'audit') => copies[service],
    document: '{"openapi":"3.1.0"}',
    answerMs: ANSWER_MS,
  });
  base = await gateway.listen({ host: '127.0.0.1', port: 0 });
});
beforeEach(async () => {
  for (const copy of every) {
    await copy.stop();
    copy.seen.splice(0);
    copy.begun = 0;
    copy.isReady = true;
    copy.cut = false;
    copy.answer = (_, response) => response.end('ok');
    await copy.start();
  }
}, PATIENCE_MS);
afterAll(async () => {
  await gateway.close();
  await Promise.all(every.map((copy) => copy.stop()));
}, PATIENCE_MS);

describe('the one address of the services', () => {
  it('finds the service by the second part of the path, and asks its copies in turn', async () => {
    for (let times = 0; times < 4; times += 1) await ask('/v1/intake/cases?limit=1');
    await ask('/v1/audit/feed');
    expect([...seenBy(), audit.seen.length]).toEqual([2, 2, 1]);
    expect(one.seen[0]).toMatchObject({ method: 'GET', url: '/v1/intake/cases?limit=1' });
  });

  it('gives what names no service to the first, whose edge says that there is nothing', async () => {
    for (const url of ['/v1/nowhere', '/metrics', '/', '/docs/']) await ask(url);
    expect(seenBy()).toEqual([2, 2]);
  });

  it('shows the document of the whole house, and pages that read it', async () => {
    expect((await ask('/openapi.json')).text).toBe('{"openapi":"3.1.0"}');
    expect((await ask('/docs/swagger-ui-init.js')).text).toContain(`url: '/openapi.json'`);
    expect(seenBy()).toEqual([0, 0]);
  });

  it('passes on what belongs to the request, and says who asks', async () => {
    const headers = { 'x-request-id': 'r-1', traceparent: '00-1-2-00', 'x-forwarded-for': '192.0.2.9', te: 'trailers' };
    one.answer = other.answer = (_, response) =>
      response.writeHead(201, { etag: '"3"', 'x-request-id': 'r-1', connection: 'close' }).end();
    const answer = await ask('/v1/intake/cases', { method: 'POST', headers, body: '{}' });
    expect([answer.status, answer.headers.get('etag'), answer.headers.get('x-request-id')]).toEqual([
      201,
      '"3"',
      'r-1',
    ]);
    const [seen] = [...one.seen, ...other.seen];
    expect(seen?.headers).toMatchObject({
      'x-request-id': 'r-1',
      traceparent: '00-1-2-00',
      'x-forwarded-for': '127.0.0.1',
    });
    expect([seen?.headers['te'], seen?.body.toString()]).toEqual([undefined, '{}']);
  });

  it('makes no body where there was none', async () => {
    const asked = httpRequest(`${base}/v1/intake/cases`, { method: 'POST' });
    asked.removeHeader('transfer-encoding');
    asked.useChunkedEncodingByDefault = false;
    asked.end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    answer.resume();
    const [seen] = [...one.seen, ...other.seen];
    expect([seen?.headers['content-length'], seen?.headers['transfer-encoding']]).toEqual(['0', undefined]);
  });

  it(
    'passes on an upload of any size as it comes',
    async () => {
      const bytes = Buffer.alloc(3 * 1024 * 1024, 7);
      one.answer = other.answer = (_, response, body) => response.end(String(body.equals(bytes)));
      const form = new FormData();
      form.set('file', new Blob([bytes]));
      const raw = await ask('/v1/intake/attachments', { method: 'POST', body: bytes });
      expect(raw.text).toBe('true');
      expect((await ask('/v1/intake/attachments', { method: 'POST', body: form })).status).toBe(200);
    },
    PATIENCE_MS,
  );

  it(
    'passes on an answer that comes before the body has',
    async () => {
      one.answer = other.answer = hangingUp;
      const early = createServer((_, response) => response.writeHead(413).end('too large'));
      await one.stop();
      await other.stop();
      early.listen(one.port, '127.0.0.1');
      await once(early, 'listening');
      const answer = await ask('/v1/intake/attachments', { method: 'POST', body: Buffer.alloc(4 * 1024 * 1024) });
      early.close();
      early.closeAllConnections();
      await once(early, 'close');
      expect([answer.status, answer.text]).toEqual([413, 'too large']);
    },
    PATIENCE_MS,
  );
});

describe('an answer that lasts', () => {
  it(
    'arrives line by line, and ends where it ends',
    async () => {
      const feed = following();
      const reader = await reading();
      expect(await reader.next()).toBe('1\n');
      (await feed).write('2\n');
      expect(await reader.next()).toBe('2\n');
      (await feed).end();
      expect(await reader.next()).toBeUndefined();
    },
    PATIENCE_MS,
  );

  it(
    'is closed there when its reader leaves',
    async () => {
      const feed = following();
      const reader = await reading();
      await reader.next();
      const closed = once(await feed, 'close');
      reader.leave();
      await closed;
      expect((await feed).writableFinished).toBe(false);
    },
    PATIENCE_MS,
  );

  it(
    'is cut short here when it is cut short there',
    async () => {
      const feed = following();
      const reader = await reading();
      await reader.next();
      (await feed).destroy();
      await expect(reader.next()).rejects.toThrow('terminated');
    },
    PATIENCE_MS,
  );
});

describe('a copy that is not there', () => {
  it.each(['GET', 'POST'])('is passed over at once: every %s is answered by the other', async (method) => {
    await one.stop();
    expect(await answers(method, 6)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(seenBy()).toEqual([0, 6]);
  });

  it('was asked and hangs up: what only reads is asked of the other', async () => {
    one.answer = hangingUp;
    expect(await answers('GET', 4)).toEqual([200, 200, 200, 200]);
    expect(seenBy()).toEqual([2, 4]);
  });

  it('was asked and hangs up: what may have been done is asked of nobody else, and the caller may ask again', async () => {
    one.answer = other.answer = hangingUp;
    const answer = await ask('/v1/intake/cases', { method: 'POST', body: '{}' });
    expect([answer.status, answer.headers.get('retry-after'), JSON.parse(answer.text)]).toEqual([
      503,
      '1',
      expect.objectContaining({ code: 'service-unavailable', instance: '/v1/intake/cases' }),
    ]);
    expect(one.seen.length + other.seen.length).toBe(1);
  });

  it.each([
    ['GET', 200],
    ['POST', 503],
  ])('takes a request and says nothing: a %s is answered with %i all the same', async (method, status) => {
    one.answer = () => undefined;
    expect(await answers(method, 2)).toEqual(expect.arrayContaining([status, 200]));
  });

  it('ends in the middle of a body: the connection is closed, for what still comes is no request', async () => {
    one.cut = true;
    other.cut = true;
    const { status, headers } = await ask('/v1/intake/cases', { method: 'POST', body: new Uint8Array(8_000_000) });
    expect([status, headers.get('connection')]).toEqual([503, 'close']);
  });

  it('is told as such when there is no other, in the language of the caller', async () => {
    await audit.stop();
    const answer = await ask('/v1/audit/feed', { headers: { 'accept-language': 'en' } });
    expect([answer.status, answer.headers.get('content-type'), JSON.parse(answer.text)]).toEqual([
      503,
      expect.stringContaining('application/problem+json'),
      expect.objectContaining({ title: 'The service is unavailable' }),
    ]);
  });

  it('makes the house unready when no other of its service is ready', async () => {
    expect(await ask('/health/ready')).toMatchObject({ status: 200 });
    audit.isReady = false;
    const answer = await ask('/health/ready');
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      503,
      { status: 'unavailable', checks: { intake: 'ok', audit: 'no copy is ready' } },
    ]);
    expect((await ask('/health/live')).status).toBe(200);
  });

  it('says that it is not ready, and is asked only where no other is', async () => {
    one.isReady = false;
    await answers('POST', 4);
    expect(seenBy()).toEqual([0, 4]);
    other.isReady = false;
    expect(await answers('POST', 2)).toEqual([200, 200]);
  });
});

describe('a caller that hangs up', () => {
  it('in the middle of its request is forgotten, here and there', async () => {
    const { port } = new URL(base);
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write('POST /v1/intake/cases HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{');
    await until(
      async () => one.begun + other.begun,
      (begun) => begun === 1,
    );
    socket.destroy();
    expect((await ask('/v1/intake/cases')).status).toBe(200);
  });
});

describe('a gateway that ends', () => {
  it('takes no more, and finishes what runs', async () => {
    const { createGateway } = (await import(path)) as { createGateway: (told: object) => Gateway };
    const own = createGateway({ services: ['audit'], first: 'audit', copiesOf: () => [audit], document: '{}' });
    const url = await own.listen({ host: '127.0.0.1', port: 0 });
    const running = Promise.withResolvers<ServerResponse>();
    audit.answer = (_, response) => running.resolve(response);
    const asked = fetch(`${url}/v1/audit/feed`).then((answer) => answer.text());
    const response = await running.promise;
    const closed = own.close();
    await expect(fetch(`${url}/health/live`)).rejects.toThrow('fetch failed');
    response.end('finished');
    expect(await asked).toBe('finished');
    await closed;
  });
});

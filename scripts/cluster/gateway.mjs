import { once } from 'node:events';
import { createServer } from 'node:http';
import { forward } from './forward.mjs';

const DRAIN_MS = 5_000;
const SWEEP_MS = 20;
/** Longer than a client keeps a connection: who closes it first must not be the one that is asked. */
const KEEP_ALIVE_MS = 65_000;
/** A copy gives itself 10 s for a request, and a feed may be quiet for 15. */
const ANSWER_MS = 20_000;

/** The pages of the API show the document of the whole house, not that of the service whose pages they are. */
const PAGES = `window.onload = () => {
  window.ui = SwaggerUIBundle({
    url: '/openapi.json',
    dom_id: '#swagger-ui',
    deepLinking: true,
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    plugins: [SwaggerUIBundle.plugins.DownloadUrl],
    layout: 'StandaloneLayout',
  });
};
`;

/**
 * One address for all services: the second part of a path names the service, and its copies are asked in turn.
 * `copiesOf(service)` are those that listen; `first` serves what names no service.
 */
export function createGateway({ copiesOf, services, first, document, answerMs = ANSWER_MS }) {
  const turns = new Map();
  /** The copies to ask, each request beginning with another; those that say they are not ready only when no other is. */
  const inTurn = (service) => {
    const { true: ready = [], false: others = [] } = Object.groupBy(copiesOf(service), ({ isReady }) => isReady);
    const turn = turns.get(service) ?? 0;
    turns.set(service, turn + 1);
    const begin = turn % Math.max(1, ready.length);
    return [...ready.slice(begin), ...ready.slice(0, begin), ...others];
  };
  const own = {
    '/health/live': () => [200, { status: 'ok' }],
    '/health/ready': () => readiness(services, copiesOf),
    '/openapi.json': () => [200, document],
  };
  const serviceOf = (path) => {
    const [, version, service] = path.split('/');
    return version === 'v1' && services.includes(service) ? service : first;
  };
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    const path = request.url.split('?', 1)[0];
    // A caller that hangs up is no fault of ours.
    response.on('error', () => undefined);
    if (own[path] !== undefined) return answer(response, ...own[path]());
    if (path === '/docs/swagger-ui-init.js') return send(response, 200, 'text/javascript; charset=utf-8', PAGES);
    forward(request, response, { copies: inTurn(serviceOf(path)), answerMs }).then(
      (isAnswered) => isAnswered || unavailable(request, response),
      () => response.destroy(),
    );
  });
  return { listen: (told) => listen(server, told), close: () => close(server) };
}

function readiness(services, copiesOf) {
  const checks = Object.fromEntries(
    services.map((service) => [service, copiesOf(service).some(({ isReady }) => isReady) ? 'ok' : 'no copy is ready']),
  );
  const isReady = Object.values(checks).every((check) => check === 'ok');
  return [isReady ? 200 : 503, { status: isReady ? 'ok' : 'unavailable', checks }];
}

const send = (response, status, type, text) =>
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) }).end(text);

const answer = (response, status, body) =>
  send(response, status, 'application/json; charset=utf-8', typeof body === 'string' ? body : JSON.stringify(body));

/** The problem of the services' own edge: nobody took the request, or the one who did went away. */
function unavailable(request, response) {
  const { url, headers } = request;
  const isEnglish = /^en\b/i.test(headers['accept-language'] ?? '');
  const title = isEnglish ? 'The service is unavailable' : '服务暂不可用';
  const [code, instance] = ['service-unavailable', url.split('?', 1)[0]];
  const problem = { type: `urn:bihuan:problem:${code}`, title, status: 503, detail: title, instance, code };
  response.setHeader('retry-after', '1');
  // What still comes of its body would be taken for the next request.
  if (!request.complete) response.setHeader('connection', 'close');
  request.resume();
  send(response, 503, 'application/problem+json; charset=utf-8', JSON.stringify(problem));
}

async function listen(server, { host, port }) {
  server.listen(port, host);
  await once(server, 'listening');
  return `http://${host.includes(':') ? `[${host}]` : host}:${server.address().port}`;
}

/** Takes no more, and lets what runs end within five seconds. */
async function close(server) {
  const closed = once(server, 'close');
  server.close();
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearInterval(sweep);
  clearTimeout(timer);
}

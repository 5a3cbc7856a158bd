import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';

const CONNECT_MS = 1_000;
/** Fields of one connection, which are not passed on (RFC 9110 §7.6.1); `expect` was answered here. */
const OF_ONE_CONNECTION = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
/** What may be asked a second time though the first may have arrived. */
const REPEATABLE = new Set(['GET', 'HEAD']);

/**
 * Passes one request on to the first of these copies that takes it, and its answer back as it comes. A copy that refuses
 * the connection has seen nothing, so the next one is asked, whatever the method; a request that was sent is sent again
 * only when it reads. A copy that begins no answer for `answerMs` after it has all of the request counts as gone. Answers
 * false when nobody took it and nothing was answered.
 */
export async function forward(request, response, { copies, answerMs }) {
  for (const { port } of copies) {
    const socket = await connected(port);
    if (!socket) continue;
    const outcome = await passOn(request, response, { socket, answerMs });
    if (outcome === 'ANSWERED') return true;
    if (!REPEATABLE.has(request.method)) return false;
  }
  return false;
}

/** A connection to a copy; undefined where nobody listens. */
function connected(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: CONNECT_MS });
    const failed = () => resolve(void socket.destroy());
    socket.once('timeout', failed).once('error', failed);
    socket.once('connect', () => {
      socket.setTimeout(0).off('timeout', failed).off('error', failed);
      resolve(socket);
    });
  });
}

/** One request on one connection; `LOST` when that ended before an answer began. */
function passOn(request, response, { socket, answerMs }) {
  return new Promise((resolve) => {
    const upstream = httpRequest({
      createConnection: () => socket,
      method: request.method,
      path: request.url,
      headers: headersOf(request),
      setHost: false,
    });
    let patience;
    const sent = () => (patience = setTimeout(() => upstream.destroy(), answerMs));
    if (request.readableEnded) sent();
    else request.once('end', sent);
    const answered = () => {
      request.off('end', sent);
      clearTimeout(patience);
    };
    const end = (outcome) => {
      answered();
      response.off('close', left);
      request.unpipe(upstream);
      socket.destroy();
      resolve(outcome);
    };
    // Whoever asked has gone: nobody needs the answer, and a feed would never end.
    const left = () => {
      upstream.destroy();
      end('ANSWERED');
    };
    response.once('close', left);
    upstream.once('response', (answer) => {
      answered();
      response.writeHead(answer.statusCode, answer.statusMessage, passedOn(answer.rawHeaders));
      response.flushHeaders();
      answer.pipe(response);
      answer.on('error', () => undefined);
      answer.once('close', () => {
        // Cut short there, cut short here: the reader must not take a part for the whole.
        if (!answer.complete) response.destroy();
        end('ANSWERED');
        // What was refused before it had arrived is not wanted.
        request.resume();
      });
    });
    // Without an answer, whether it failed or was given up.
    upstream.on('error', () => undefined);
    upstream.once('close', () => {
      if (!response.headersSent) end('LOST');
    });
    request.pipe(upstream);
  });
}

/** The request's fields, with what is known here of who asks. */
const headersOf = ({ method, rawHeaders, headers, socket }) => [
  ...passedOn(rawHeaders, 'x-forwarded-for'),
  'X-Forwarded-For',
  socket.remoteAddress ?? '',
  // We close it when the answer has ended: a server that is told so beforehand reads no more once it has answered.
  'Connection',
  'keep-alive',
  // No body stays no body: without a length Node would announce one.
  ...(REPEATABLE.has(method) || hasLength(headers) ? [] : ['Content-Length', '0']),
];

const hasLength = (headers) => headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;

/** Fields as they came, without those of the connection. */
function passedOn(rawHeaders, ...without) {
  const passed = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index].toLowerCase();
    if (!OF_ONE_CONNECTION.has(name) && !without.includes(name)) passed.push(rawHeaders[index], rawHeaders[index + 1]);
  }
  return passed;
}

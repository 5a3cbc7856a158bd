import type { Socket } from 'node:net';
import { type EdgeCode, edgeCodes } from './problem-codes.js';

/** Answers on a connection whose bytes Node could not read as HTTP: there is no request, so no language and no path. */
export function answerRawError(error: Error & { readonly code?: string }, socket: Socket): void {
  // The other side has hung up, or has been answered already.
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const code = codeOf(error.code);
  const { status, zh: title } = edgeCodes[code];
  const body = JSON.stringify({ type: `urn:bihuan:problem:${code}`, title, status, detail: title, code });
  const head = [
    `HTTP/1.1 ${status} ${code}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function codeOf(code: string | undefined): EdgeCode {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'request-timeout';
  return code === 'HPE_HEADER_OVERFLOW' ? 'headers-too-large' : 'invalid-request';
}

import { once } from 'node:events';
import { createServer } from 'node:net';
import { isErrno } from './errno.js';

/** This port of 127.0.0.1 while it is free, for 0 one that the system chooses; undefined when it is taken. */
export async function freePort(port: number): Promise<number | undefined> {
  const server = createServer().listen({ host: '127.0.0.1', port });
  try {
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' ? address?.port : undefined;
  } catch (error) {
    // Ports below 1024 may be denied: to us they are taken.
    if (isErrno(error, 'EADDRINUSE', 'EACCES')) return undefined;
    throw error;
  } finally {
    server.close();
  }
}

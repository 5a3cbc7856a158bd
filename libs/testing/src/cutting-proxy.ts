import {
  type AddressInfo,
  createServer,
  type IpcNetConnectOpts,
  type Server,
  Socket,
  type TcpNetConnectOpts,
} from 'node:net';

/**
 * Stands between a client and its server. Once told to, it lets the next question through and cuts the line when the
 * answer comes: the server has done what it was asked, and nobody hears of it.
 */
export class CuttingProxy {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private mode: 'open' | 'swallow' | 'shut' = 'open';
  /** How many answers were kept back. */
  swallowed = 0;

  constructor(private readonly target: URL) {
    this.server = createServer((near) => this.join(near));
  }

  /** Opens it; answers the address of the target by way of it. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const url = new URL(this.target);
    url.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return url.href;
  }

  swallowNextAnswer(): void {
    this.mode = 'swallow';
  }

  /** Cuts every line, and every new one. */
  shut(): void {
    this.mode = 'shut';
    for (const socket of this.sockets) socket.destroy();
  }

  reopen(): void {
    this.mode = 'open';
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(near: Socket): void {
    if (this.mode === 'shut') return void near.destroy();
    const far = new Socket().connect(this.address());
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket));
    }
    near.pipe(far);
    far.on('data', (answer) => this.pass(near, far, answer)).on('end', () => near.end());
  }

  /** A server's name that is a path is the folder of its Unix socket. */
  private address(): TcpNetConnectOpts | IpcNetConnectOpts {
    const [host, port] = [decodeURIComponent(this.target.hostname), Number(this.target.port)];
    return host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port };
  }

  private pass(near: Socket, far: Socket, answer: Buffer): void {
    if (this.mode !== 'swallow') return void near.write(answer);
    this.mode = 'open';
    this.swallowed += 1;
    near.destroy();
    far.destroy();
  }
}

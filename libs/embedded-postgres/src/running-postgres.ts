/** A server that accepts connections. */
export type RunningPostgres = {
  /** The superuser's, for the first migration and for tests alone: at run time no login owns anything. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** False when another call has started it: then `stop` leaves it alone. */
  readonly isOwner: boolean;
  /** Ends the server and waits for it; close the clients first. A second call changes nothing. */
  readonly stop: () => Promise<void>;
};

/** Where the superuser finds it: at its Unix socket where it has one. */
export const superuserUrl = (password: string, port: number, socketFolder: string | undefined): string =>
  `postgres://postgres:${password}@${encodeURIComponent(socketFolder ?? '127.0.0.1')}:${port}/postgres`;

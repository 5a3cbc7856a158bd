import { join } from 'node:path';

/** Longest path of a socket, in bytes, on every system that has them (macOS; Linux takes four more). */
const MAX_PATH = 103;
const HIGHEST_PORT = 65_535;

/** The server's Unix socket in a folder, and beside it the file by which it is locked. */
export const socketFiles = (folder: string, port: number): readonly [socket: string, lock: string] => {
  const socket = join(folder, `.s.PGSQL.${port}`);
  return [socket, `${socket}.lock`];
};

/**
 * Where the server makes its Unix socket: among its data, where no other account gets in. A question over it costs
 * less than over TCP. Undefined where there are none, or the path would be too long for one.
 */
export function socketFolder(data: string): string | undefined {
  const [longest] = socketFiles(data, HIGHEST_PORT);
  return process.platform === 'win32' || Buffer.byteLength(longest) > MAX_PATH ? undefined : data;
}

/** The folder as `unix_socket_directories` takes it, a list of names: quoted, for a comma is part of this one. */
export const asSetting = (folder: string | undefined): string =>
  folder === undefined ? '' : `"${folder.replaceAll('"', '""')}"`;

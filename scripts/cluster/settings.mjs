import { join, resolve } from 'node:path';

const root = join(import.meta.dirname, '../..');
const KNOWN = new Set(['BIHUAN_DATA_DIR']);

/** What the cluster is told by its environment. Everything else is made here, for each process by itself. */
export function settings(env = process.env) {
  const unknown = Object.keys(env).filter((name) => name.startsWith('BIHUAN_') && !KNOWN.has(name));
  const port = Number(env.PORT ?? 3000);
  const faults = [
    ...unknown.map((name) => `  ${name}: unknown`),
    ...(Number.isInteger(port) && port >= 0 && port <= 65_535 ? [] : ['  PORT: no port']),
  ];
  if (faults.length > 0) throw new Error(`Configuration is not usable:\n${faults.join('\n')}`);
  return { host: env.HOST ?? '127.0.0.1', port, dir: resolve(env.BIHUAN_DATA_DIR ?? join(root, 'data/cluster')) };
}

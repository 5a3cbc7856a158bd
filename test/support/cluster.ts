import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clients, type Standalone, startProgram } from './standalone.js';

/** One process of the cluster, as it was a moment ago. */
export interface CopyOfService {
  readonly service: string;
  readonly number: number;
  readonly pid: number;
  readonly port: number | null;
  readonly metricsPort: number | null;
  readonly state: string;
}

/** The product as `npm run cluster` runs it: two copies of each service behind one address. */
export interface Cluster extends Standalone {
  /** What runs; of one service, or all. */
  copies(service?: string): readonly CopyOfService[];
}

/** Twelve processes start at once. */
const START_MS = 180_000;

/** Starts it on a data directory and waits until every copy is ready. */
export async function startCluster(dataDir: string, env: Readonly<Record<string, string>> = {}): Promise<Cluster> {
  const told = { PORT: '0', BIHUAN_DATA_DIR: dataDir, ...env };
  const started = await startProgram('scripts/cluster.mjs', told, { withinMs: START_MS });
  const copies = (service?: string) =>
    (JSON.parse(readFileSync(join(dataDir, 'processes.json'), 'utf8')) as CopyOfService[]).filter(
      (copy) => service === undefined || copy.service === service,
    );
  return { ...started, ...clients(started.baseUrl, dataDir), dataDir, copies };
}

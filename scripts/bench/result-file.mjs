import { execFileSync } from 'node:child_process';
import { mkdirSync, statfsSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, tmpdir, totalmem } from 'node:os';
import { join, relative } from 'node:path';

const TMPFS = 0x01_02_19_94;

/** What the figures depend on; taken before the measurement, so that the load is that of others. */
export const machine = () => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  system: `${process.platform} ${release()} ${process.arch}`,
  node: process.version,
  loadBefore: loadavg()[0],
  isDiskInMemory: statfsSync(tmpdir()).type === TMPFS,
  commit: commit(),
});

function commit() {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined; // no git here, or nothing committed yet
  }
}

/** One line about the machine, and a warning where the figures would flatter or slander. */
export function printMachine({ cpu, cores, system, node, loadBefore, isDiskInMemory }, more = []) {
  console.log([`${cores} × ${cpu}`, system, `Node ${node}`, ...more].join(' · '));
  if (isDiskInMemory)
    console.log('The temporary folder lies in memory: fsync costs nothing there. Set TMPDIR to a disk.');
  if (loadBefore > cores / 2) console.log(`The machine was busy before this began (load ${loadBefore.toFixed(1)}).`);
}

/** Keeps a result under ./bench-results and says where. */
export function keepResult(name, result) {
  const folder = join(import.meta.dirname, '../../bench-results');
  mkdirSync(folder, { recursive: true });
  const measuredAt = new Date().toISOString();
  const file = join(folder, `${name}-${measuredAt.replaceAll(/[:.]/g, '-')}.json`);
  writeFileSync(file, `${JSON.stringify({ bench: name, measuredAt, ...result }, null, 2)}\n`);
  console.log(`\nall figures: ${relative(process.cwd(), file)}`);
}

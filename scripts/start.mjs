// `npm start`: builds when a source is newer than the last build, then runs the app in this very process.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const OLDEST_NODE = 24;
const root = join(import.meta.dirname, '..');
if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  console.error(`Node ${process.version} is too old: install Node ${OLDEST_NODE} or newer, then run "npm ci" again.`);
  process.exit(1);
}

const isBuildOnly = process.argv[2] === '--build-only';
const app = isBuildOnly ? 'standalone' : (process.argv[2] ?? 'standalone');
const entry = join(root, 'dist/apps', app, 'src/main.js');
const lastBuild = join(root, 'dist/.tsbuildinfo');
const sources = ['apps', 'libs', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json', 'package-lock.json'];

const newest = (path) => {
  const stat = statSync(path);
  return stat.isDirectory() ? Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name)))) : stat.mtimeMs;
};
const isStale = () =>
  !existsSync(entry) ||
  !existsSync(lastBuild) ||
  Math.max(...sources.map((path) => newest(join(root, path)))) > statSync(lastBuild).mtimeMs;

if (isStale()) {
  console.log('building …');
  const nest = join(root, 'node_modules/@nestjs/cli/bin/nest.js');
  const { status } = spawnSync(process.execPath, [nest, 'build', app], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
process.argv.splice(2, 1);
if (!isBuildOnly) await import(entry);

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, told } from './built.mjs';
import { progress } from './figures.mjs';

const asked = join(import.meta.dirname, 'peers');
const cache = join(root, '.cache/bench-peers');

/** What benchmarks put beside the product, apart from what it is made of: installed once, exactly as its lock says. */
export function peers() {
  const lock = readFileSync(join(asked, 'package-lock.json'));
  const folder = join(cache, createHash('sha256').update(lock).digest('hex').slice(0, 16));
  if (!existsSync(folder)) install(folder);
  const within = createRequire(join(folder, 'package.json'));
  return {
    /** A package, loaded. */
    load: (name) => import(pathToFileURL(within.resolve(name)).href),
    /** The folder of a package. */
    folderOf: (name) => join(folder, 'node_modules', name),
    versionOf: (name) => JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version,
  };
}

function install(folder) {
  progress('installing the peers (npm ci) …');
  const draft = `${folder}.${process.pid}`;
  mkdirSync(cache, { recursive: true });
  cpSync(asked, draft, { recursive: true });
  const npm = process.env.npm_execpath;
  const [command, args] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  const { status } = spawnSync(command, [...args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: draft,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) {
    rmSync(draft, { recursive: true, force: true });
    throw told('The peers cannot be installed. Without them: npm run bench -- append --no-peers');
  }
  // Another run may have been faster; what it has installed is the same.
  if (existsSync(folder)) rmSync(draft, { recursive: true });
  else renameSync(draft, folder);
}

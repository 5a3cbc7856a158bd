import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of the source tree, path with slashes from the root. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** Every TypeScript file under some folders. */
export const sourcesIn = (...folders: readonly string[]): Source[] =>
  folders
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)))
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }));

/** Specs, contracts and type tests, and what only they use. */
export const isTest = ({ path }: Source): boolean =>
  /\.(?:spec|contract|type-test)\.ts$|^(?:test|libs\/testing)\//.test(path);

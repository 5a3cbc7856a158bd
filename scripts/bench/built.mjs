import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The root of the project. */
export const root = join(import.meta.dirname, '../..');

/** A module as it was built, by its path under `dist`. */
export const built = (path) => import(pathToFileURL(join(root, 'dist', path)).href);

/** A library as it was built. */
export const lib = (name) => built(`libs/${name}/src/index.js`);

/** A fault that is told in one sentence, without a stack. */
export const told = (message) => Object.assign(new Error(message), { code: 'BENCH' });

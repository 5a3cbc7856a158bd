import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The root of the project. */
export const root = join(import.meta.dirname, '../..');

/** A library as it was built. */
export const lib = (name) => import(pathToFileURL(join(root, 'dist/libs', name, 'src/index.js')).href);

/** A fault that is told in one sentence, without a stack. */
export const told = (message) => Object.assign(new Error(message), { code: 'BENCH' });

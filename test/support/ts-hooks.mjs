import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

const LIBS = new URL('../../libs/', import.meta.url);

// Lets plain Node load our libs, for programs that run outside jest's own resolver and outside dist. Node strips types
// but runs no decorator, enum or parameter property: this is for the few libs that have none.
registerHooks({
  resolve(specifier, context, next) {
    const lib = /^@bihuan\/([^/]+)$/.exec(specifier)?.[1];
    if (lib !== undefined) return next(new URL(`${lib}/src/index.ts`, LIBS).href, context);
    return next(inTypeScript(specifier, context.parentURL) ?? specifier, context);
  },
});

function inTypeScript(specifier, parent) {
  if (!/^\.{1,2}\/.*\.js$/.test(specifier) || parent === undefined || !parent.endsWith('.ts')) return undefined;
  const url = new URL(specifier.replace(/\.js$/, '.ts'), parent);
  return existsSync(fileURLToPath(url)) ? url.href : undefined;
}

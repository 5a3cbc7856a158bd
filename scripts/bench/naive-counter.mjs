import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import '../../test/support/ts-hooks.mjs';

const COUNTER = new URL('../../libs/working-time/src/naive-counter.contract.ts', import.meta.url).href;

// What only tests use is not built, and Node strips types without turning parameter properties into fields.
registerHooks({
  load(url, context, next) {
    if (!url.endsWith('.ts')) return next(url, context);
    const source = stripTypeScriptTypes(readFileSync(fileURLToPath(url), 'utf8'), { mode: 'transform' });
    return { source, format: 'module', shortCircuit: true };
  },
});

/** The counter that walks minute by minute, from its source. */
export const { disagreements } = await import(COUNTER);

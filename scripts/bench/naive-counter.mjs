import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import '../../test/support/ts-hooks.mjs';

const COUNTER = new URL('../../libs/working-time/src/naive-counter.contract.ts', import.meta.url).href;
const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2024 };

// What only tests use is not built; and Node itself strips types, but refuses the counter's parameter properties.
registerHooks({
  load(url, context, next) {
    if (!url.endsWith('.ts')) return next(url, context);
    const { outputText } = ts.transpileModule(readFileSync(fileURLToPath(url), 'utf8'), { compilerOptions });
    return { source: outputText, format: 'module', shortCircuit: true };
  },
});

/** The counter that walks minute by minute, from its source. */
export const { disagreements } = await import(COUNTER);

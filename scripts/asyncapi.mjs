// `npm run asyncapi`: the document that the build prints as JSON, as YAML: to be read, and compared line by line.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

const entry = join(import.meta.dirname, '../dist/apps/standalone/src/asyncapi.js');
const printed = execFileSync(process.execPath, [entry], { encoding: 'utf8', maxBuffer: 2 ** 26 });
// Older YAML reads a bare instant as a date and `no` as a boolean: quoted, they are text to every reader.
const text = stringify(JSON.parse(printed), { lineWidth: 0, compat: 'yaml-1.1' });
writeFileSync(process.argv[2] ?? 'asyncapi.yaml', text);

import { readFileSync } from 'node:fs';
import { quoted, tableOf } from './readme.js';

interface Setting {
  readonly name: string;
  readonly standard: string;
}

/** Keys of the schema with their defaults, read from its text: each line of four spaces or less begins a key. */
const settingsIn = (file: string): Setting[] => {
  const [, schema = ''] = readFileSync(file, 'utf8').split('z.object({');
  const [own = ''] = schema.split('\n});');
  return own
    .split(/^ {2}(?=[A-Z])/m)
    .slice(1)
    .map((told) => ({
      name: /^\w+/.exec(told)?.[0] ?? '',
      standard: /\.default\('?([^')]*)'?\)/.exec(told)?.[1] ?? '–',
    }));
};

const inSchema = settingsIn('apps/standalone/src/standalone.config.ts');
const inReadme = tableOf('Variables').map(([name = '', standard = '']) => ({
  name: quoted(name).join(),
  standard: quoted(standard)[0] ?? standard,
}));

describe('the table of variables', () => {
  it('names every setting of the product with its default, in the order of the schema', () => {
    expect(inReadme).toEqual(inSchema);
  });

  it('knows every setting of the command line as well', () => {
    const known = new Set(inReadme.map(({ name }) => name));
    expect(settingsIn('apps/cli/src/cli.config.ts').filter(({ name }) => !known.has(name))).toEqual([]);
  });
});

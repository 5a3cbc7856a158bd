import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isTest, type Source, sourcesIn } from './sources.js';

const PURE = /\.(?:decider|policy|fold|events|projection)\.ts$|^libs\/(?:case|reference|working-time)\/src\//;

const isPure = (source: Source): boolean => PURE.test(source.path) && !isTest(source);

/** What a rule that is replayed for years may not do, each with a line that would do it. */
const IMPURE: readonly (readonly [string, RegExp, string])[] = [
  ['waits', /\basync\b|\bawait\b|\bPromise\b/, 'export const decide = async () => [];'],
  ['asks Node', /from 'node:/, "import { randomUUID } from 'node:crypto';"],
  ['remembers', /^(?:export )?let /m, 'let last = 0;'],
  ['logs', /\bconsole\b|\bLogger\b/, "console.log('dispatched');"],
  ['knows the framework', /from '@nestjs\//, "import { Injectable } from '@nestjs/common';"],
];

/** What the linter must refuse in pure files, and in the libs that are pure as a whole. */
const GLOBALS = [
  ['Date', 'export const now = Date.now();'],
  ['process', 'export const home = process.cwd();'],
  ['crypto', 'export const id = crypto.randomUUID();'],
  ['performance', 'export const at = performance.now();'],
  ['setTimeout', 'setTimeout(() => undefined, 1);'],
  ['fetch', "export const asked = fetch('http://127.0.0.1');"],
  ['random', 'export const dice = Math.random();'],
] as const;
const PLACES = ['apps/routing/src/domain/planted.policy.ts', 'libs/case/src/planted.ts'];

const withoutComments = (text: string): string => text.replaceAll(/\/\*.*?\*\/|(?<!:)\/\/[^\n]*/gs, '');
const pathOf = (place: string, name: string): string => place.replace('planted', `planted-${name.toLowerCase()}`);

function plant(tree: string, name: string, line: string): void {
  for (const place of PLACES) {
    const path = join(tree, pathOf(place, name));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${line}\n`);
  }
}

describe('a pure file', () => {
  const files = sourcesIn('apps', 'libs').filter(isPure);

  it.each(IMPURE)('never %s', (_, sign) => {
    expect(files.length).toBeGreaterThan(80);
    expect(files.filter(({ text }) => sign.test(withoutComments(text))).map(({ path }) => path)).toEqual([]);
  });

  it.each(IMPURE)('that %s would be found', (_, sign, planted) => {
    expect(planted).toMatch(sign);
  });
});

describe('the linter', () => {
  const tree = mkdtempSync(join(tmpdir(), 'bihuan-impure-'));
  let said: string;

  beforeAll(() => {
    cpSync('.oxlintrc.json', join(tree, '.oxlintrc.json'));
    cpSync('tsconfig.json', join(tree, 'tsconfig.json'));
    symlinkSync(join(process.cwd(), 'node_modules'), join(tree, 'node_modules'));
    for (const [name, line] of GLOBALS) plant(tree, name, line);
    const cli = join(process.cwd(), 'node_modules/oxlint/bin/oxlint');
    said = spawnSync(process.execPath, [cli, '--format', 'unix', 'apps', 'libs'], {
      cwd: tree,
      encoding: 'utf8',
    }).stdout;
  }, 60_000);
  afterAll(() => rmSync(tree, { recursive: true }));

  it.each(GLOBALS.flatMap(([name]) => PLACES.map((place) => [name, pathOf(place, name)])))(
    'refuses %s in %s',
    (name = '', path = '') => {
      const lines = said.split('\n').filter((line) => line.includes(path));
      expect(lines.join('\n')).toMatch(new RegExp(`\\b${name}\\b.*no-restricted-(?:globals|properties)`));
    },
  );
});

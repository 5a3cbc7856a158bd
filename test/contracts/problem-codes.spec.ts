import { refusals } from '@bihuan/case';
import type { RefusalText } from '@bihuan/kernel';
import { edgeCodes, openApi } from '@bihuan/platform';
import { vaultRefusals } from '@bihuan/vault';
import { readFileSync } from 'node:fs';
import { auditRefusals } from '../../apps/audit/src/audit.module.js';
import { quoted, tableOf } from './readme.js';
import { isTest, type Source, sourcesIn } from '../architecture/sources.js';

type Document = ReturnType<typeof openApi>;
type Operation = NonNullable<Document['paths'][string]['post']>;

/** RFC 9110: what each kind of refusal is over HTTP (api.md §1). */
const STATUS: Record<RefusalText['kind'], number> = {
  forbidden: 403,
  missing: 404,
  conflict: 409,
  gone: 410,
  stale: 412,
  'too-large': 413,
  unsupported: 415,
  invalid: 422,
};
const kebab = (code: string): string => code.toLowerCase().replaceAll('_', '-');
const ofRules: readonly [string, number][] = Object.entries<RefusalText>({
  ...refusals,
  ...vaultRefusals,
  ...auditRefusals,
}).map(([code, { kind }]) => [kebab(code), STATUS[kind]]);
const ofEdge = Object.entries<{ status: number }>(edgeCodes).map(([code, { status }]): [string, number] => [
  code,
  status,
]);

/** Every code that the product can answer, with its status. */
const inCode = new Map([...ofRules, ...ofEdge]);
const lines = (codes: Iterable<readonly [string, number]>): string[] =>
  [...codes].map(([code, status]) => `${status} ${code}`).toSorted();

/** A row names several codes of one status, or as many statuses as codes. */
const inReadme = tableOf('Problem codes').flatMap(([codes = '', statuses = '']) => {
  const each = statuses.split(', ').map(Number);
  return quoted(codes).map((code, index): [string, number] => [code, each[index] ?? each[0] ?? 0]);
});

const { paths } = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as Document;
const responses = Object.values(paths)
  .flatMap((item) => Object.values(item) as Operation[])
  .flatMap(({ security, responses: told }) => (security ? Object.entries(told) : []))
  .filter(([status]) => Number(status) >= 400);
/** Codes are the words with a hyphen, and the few that have none. */
const WORDS = /\b(?:[a-z]+(?:-[a-z]+)+|internal|recused)\b/g;
const inDocument = responses.flatMap(([status, response]) => {
  const { description = '' } = response as { description?: string };
  return [...description.matchAll(WORDS)].map(([code]): [string, number] => [code, Number(status)]);
});

/** Answered before the request has come to an operation, so no operation can name them. */
const beforeAnyOperation = ['headers-too-large', 'request-timeout', 'uri-too-long'];

/** Words that a test says, in quotes; what stands in this lane names every code and proves nothing. */
const said = new Set(
  sourcesIn('apps', 'libs', 'test')
    .filter(({ path }) => /\.(?:spec|contract)\.ts$/.test(path) && !path.startsWith('test/contracts/'))
    .flatMap(({ text }) => [...text.matchAll(/['"`]([A-Za-z_-]+)['"`]/g)].map(([, word]) => word)),
);
const isNamed = (code: string): boolean => said.has(code) || said.has(code.toUpperCase().replaceAll('-', '_'));

const isBelowTheEdge = (source: Source): boolean =>
  !isTest(source) && !/\.(?:controller|dto)\.ts$|^libs\/platform\//.test(source.path);

describe('a problem code', () => {
  it('comes from one of the registries, and there is no other', () => {
    const registries = sourcesIn('apps', 'libs')
      .filter(({ text }) => /satisfies Record<string, (?:RefusalText|EdgeCodeText)>/.test(text))
      .map(({ path }) => path);
    expect(registries.toSorted()).toEqual([
      'apps/audit/src/domain/refusals.policy.ts',
      'libs/case/src/refusals.ts',
      'libs/platform/src/problem-codes.ts',
      'libs/vault/src/vault-refusals.ts',
    ]);
  });

  it('means one status, whoever answers it', () => {
    expect(new Set(lines([...ofRules, ...ofEdge])).size).toBe(inCode.size);
  });

  it('stands in the README with its status, once; and the README has no other', () => {
    expect(lines(inReadme)).toEqual(lines(inCode));
  });

  it('stands in the API document under its status', () => {
    const documented = new Set(lines(inDocument));
    const expected = lines(inCode).filter((line) => !beforeAnyOperation.some((code) => line.endsWith(` ${code}`)));
    expect(expected.filter((line) => !documented.has(line))).toEqual([]);
  });

  it('of the API document is one of the product’s, with its status', () => {
    const known = new Set(lines(inCode));
    expect([...new Set(lines(inDocument))].filter((line) => !known.has(line))).toEqual([]);
  });

  it('has a test that names it', () => {
    expect([...inCode.keys()].filter((code) => !isNamed(code))).toEqual([]);
  });
});

const withoutComments = (text: string): string => text.replaceAll(/\/\*.*?\*\/|(?<!:)\/\/[^\n]*/gs, '');

describe('HTTP', () => {
  const SPOKEN =
    /\bHttp(?:Code|Status|Exception)\b|\bnew \w+Exception\(|\bstatus(?:Code)?\b\W{1,6}[1-5]\d\d\b|\bstatus\([1-5]\d\d\)/;

  it('is spoken at the edge alone: no rule, handler or query knows a status', () => {
    const below = sourcesIn('apps', 'libs').filter(isBelowTheEdge);
    expect(below.filter(({ text }) => SPOKEN.test(withoutComments(text))).map(({ path }) => path)).toEqual([]);
  });

  it.each([
    'throw new ConflictException()',
    '@HttpCode(200)',
    'reply.status(409)',
    '{ status: 422 }',
    'statusCode = 404',
  ])('would be heard in %s', (planted) => {
    expect(planted).toMatch(SPOKEN);
  });
});

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lifeCycle, type LifeCycleRow } from '@bihuan/case';
import type { openApi } from '@bihuan/platform';
import { sourcesIn } from '../architecture/sources.js';

type Document = ReturnType<typeof openApi>;
type Operation = NonNullable<Document['paths'][string]['post']>;
interface Said {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

const FILE = 'docs/openapi.json';
const text = readFileSync(FILE, 'utf8');
const document = JSON.parse(text) as Document;
const schemas = Object.entries(document.components?.schemas ?? {});
const operations: Said[] = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ method, path, operation: operation as Operation })),
);
const nameOf = ({ method, path }: Said): string => `${method} ${path}`;

/** Everything in the document, each value with its JSON pointer. */
function* values(value: unknown, pointer = ''): Generator<readonly [string, unknown]> {
  yield [pointer, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, held] of Object.entries(value)) {
    yield* values(held, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  }
}
const byPointer = new Map(values(document));

/** Pointers of the keyword that 3.0 had in its place of `type: [..., 'null']`. */
const outdated = (): string[] => [...byPointer.keys()].filter((pointer) => pointer.endsWith('/nullable'));

const isBare = ({ operation: { summary, responses } }: Said): boolean =>
  !summary || !Object.keys(responses).some((status) => status.startsWith('2'));

const isUnguarded = ({ operation: { security, responses } }: Said): boolean =>
  security !== undefined && !responses['401'];

const hasUndeclaredParameter = ({ path, operation }: Said): boolean => {
  const told = new Set((operation.parameters ?? []).map((one) => ('name' in one ? one.name : '')));
  return [...path.matchAll(/\{(\w+)\}/g)].some(([, name = '']) => !told.has(name));
};

const answersAnything = ({ operation }: Said): boolean =>
  Object.entries(operation.responses).some(([status, response]) => {
    const { content = {} } = response as { content?: Record<string, { schema?: object }> };
    return status.startsWith('2') && Object.values(content).some(({ schema = {} }) => Object.keys(schema).length === 0);
  });

const saysNothing = ([name, schema]: (typeof schemas)[number]): boolean =>
  name !== 'EmptyDto' && !('properties' in schema) && !('oneOf' in schema);

/** Fields of one class whose comment or decorator gives an example, as pointers to where the document shows it. */
function examplesOf(source: string): string[] {
  const dto = /class (\w+)/.exec(source)?.[1] ?? '';
  return source
    .split(/(?<=^ {2}\w+[?!]?: [^\n]*;\n)/m)
    .filter((told) => /@example|\bexample:/.test(told))
    .map((told) => /^ {2}(\w+)[?!]?: [^\n]*;$/m.exec(told)?.[1] ?? '')
    .map((field) => `/components/schemas/${dto}/properties/${field}/example`);
}

const pathOf = ({ owner, on, verb }: LifeCycleRow): string =>
  `/v1/${owner}/${on === 'assignment' ? 'assignments/{assignmentId}' : 'cases/{caseId}'}/${verb}`;

const kebab = (code: string): string => code.toLowerCase().replaceAll('_', '-');

/** What the row of a command alone may refuse with, whatever its rule adds. */
const refusalsOf = ({ on, whose, apartFrom, otherwise = {} }: LifeCycleRow): string[] => [
  'role-not-allowed',
  'recused',
  'version-conflict',
  'illegal-transition',
  'case-closed',
  on === 'assignment' ? 'assignment-not-found' : 'case-not-found',
  ...(whose === 'LEAD' || whose === 'OWN' ? ['not-owner-unit'] : []),
  ...(apartFrom === undefined ? [] : ['separation-of-duty']),
  ...new Set(Object.values(otherwise).map(kebab)),
];

const problemsOf = (path: string, method: 'get' | 'post'): string =>
  JSON.stringify(document.paths[path]?.[method]?.responses);
const withoutWord = (path: string, method: 'get' | 'post', codes: readonly string[]): string[] =>
  codes.filter((code) => !problemsOf(path, method).includes(code)).map((code) => `${method} ${path}: ${code}`);

const isOfACase = ({ method, path }: Said): boolean =>
  method === 'post' && /\/(?:cases|assignments)\/\{\w+\}\/[\w-]+$/.test(path);

describe('the API document', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bihuan-openapi-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is what the build says today; `npm run openapi` writes it anew', () => {
    const today = join(folder, 'openapi.json');
    execFileSync(process.execPath, ['dist/apps/standalone/src/openapi.js', today], { stdio: 'inherit' });
    expect(JSON.parse(readFileSync(today, 'utf8'))).toEqual(document);
  }, 60_000);

  it('is OpenAPI 3.1, with what that must say', () => {
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'bihuan', version: expect.stringMatching(/./) },
      components: { securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } } },
    });
  });

  it('points nowhere that is not there', () => {
    const refs = [...byPointer].filter(([pointer]) => pointer.endsWith('/$ref')).map(([, ref]) => String(ref));
    expect(refs.length).toBeGreaterThan(100);
    expect(refs.filter((ref) => !byPointer.has(ref.replace(/^#/, '')))).toEqual([]);
  });

  it('uses no keyword that 3.1 no longer knows', () => {
    expect(outdated()).toEqual([]);
  });

  it('gives every operation a name of its own, a summary, a success and its problems', () => {
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
    expect(operations.filter(isBare).map(nameOf)).toEqual([]);
    expect(operations.filter(isUnguarded).map(nameOf)).toEqual([]);
  });

  it('declares every parameter of a path', () => {
    expect(operations.filter(hasUndeclaredParameter).map(nameOf)).toEqual([]);
  });

  it('describes every answer with a body by a schema with fields', () => {
    expect(operations.filter(answersAnything).map(nameOf)).toEqual([]);
    expect(schemas.filter(saysNothing).map(([name]) => name)).toEqual([]);
  });

  it('shows the examples that the DTOs give', () => {
    const given = sourcesIn('apps', 'libs')
      .filter(({ path }) => path.endsWith('.dto.ts'))
      .flatMap(({ text: source }) => source.split(/^(?=(?:export )?(?:abstract )?class )/m))
      .flatMap(examplesOf);
    expect(given.length).toBeGreaterThan(20);
    expect(given.filter((pointer) => !byPointer.has(pointer))).toEqual([]);
  });
});

describe('the commands of the life cycle', () => {
  const rows = Object.entries<LifeCycleRow>(lifeCycle).filter(([, { verb }]) => verb !== undefined);
  const pathsOf = (isBuilt: boolean): string[] =>
    rows.filter(([, row]) => row.isBuilt === isBuilt).map(([, row]) => pathOf(row));
  const posted = operations.filter(isOfACase).map(({ path }) => path);
  /** A read that is recorded, and no command on the case. */
  const besideTheCase = ['/v1/intake/cases/{caseId}/reveal'];

  it('have their path when they are built, and no path leads to another', () => {
    expect(posted.toSorted()).toEqual([...pathsOf(true), ...besideTheCase].toSorted());
  });

  it('have none while they are not built', () => {
    expect(pathsOf(false).filter((path) => document.paths[path] !== undefined)).toEqual([]);
  });

  it('document every refusal that their row gives', () => {
    const built = rows.filter(([, { isBuilt }]) => isBuilt);
    expect(built.flatMap(([, row]) => withoutWord(pathOf(row), 'post', refusalsOf(row)))).toEqual([]);
  });

  it('begin with a registration, which not every role may give', () => {
    expect(withoutWord('/v1/intake/cases', 'post', ['role-not-allowed', 'external-ticket-conflict'])).toEqual([]);
  });
});

describe('the lists', () => {
  const waiting = operations.filter(({ operation }) =>
    (operation.parameters ?? []).some((one) => 'name' in one && one.name === 'atLeast'),
  );

  it('say that they may not have read so far, where a caller may wait for it', () => {
    expect(waiting.length).toBeGreaterThan(1);
    expect(waiting.flatMap(({ path }) => withoutWord(path, 'get', ['projection-behind']))).toEqual([]);
  });
});

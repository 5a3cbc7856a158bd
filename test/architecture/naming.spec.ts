import { readdirSync } from 'node:fs';
import { sourcesIn } from './sources.js';

const ROLES =
  'decider|policy|fold|events|projection|queries|entity|controller|dto|handler|reaction|timer|module|config|guard|migration|edge';
const TESTS = 'int\\.spec|kafka\\.spec|properties\\.spec|spec|type-test|contract';
const WORD = '[a-z0-9]+(?:-[a-z0-9]+)*';
const IN_APPS = new RegExp(`^(?:main|${WORD}\\.(?:${ROLES}|${TESTS}|(?:${ROLES})\\.(?:${TESTS})))\\.ts$`);
const BANNED = 'util|utils|helper|helpers|common|shared|base|core|misc|manager|impl|service';
const BANNED_PART = new RegExp(`(?:^|[-.])(?:${BANNED})(?=[-.]|$)`);
const BANNED_CLASS = new RegExp(
  `class (?:I[A-Z]|Abstract|\\w*(?:Util|Helper|Common|Shared|Base|Core|Misc|Manager|Impl|Service)(?![a-z]))`,
);

const fileOf = (path: string): string => path.split('/').at(-1) ?? '';
const partsOf = (path: string): string[] => path.split('/').filter((part) => part !== 'src');
// It starts a service under test: there the word is the thing's own name.
const isNamedAfterServices = (path: string): boolean => path === 'libs/testing/src/service-under-test.ts';
// The composer has no slices: its own files are plain nouns, as in a lib.
const isOfAService = (path: string): boolean =>
  path.startsWith('apps/') && !/^apps\/standalone\/src\/[\w-]+\.ts$/.test(path);
const eventTypesIn = (text: string): string[] =>
  Array.from(text.matchAll(/^ {2}([A-Z]\w+): z\./gm), ([, type = '']) => type);

describe('the names', () => {
  const files = sourcesIn('apps', 'libs', 'test').filter(({ path }) => !import.meta.filename.endsWith(path));
  const paths = files.map(({ path }) => path);

  it('of files in a service say the role, from the closed list', () => {
    expect(paths.filter(isOfAService).filter((path) => !IN_APPS.test(fileOf(path)))).toEqual([]);
  });

  it('of files are kebab-case', () => {
    const isKebab = new RegExp(`^(?:\\d{13}-)?${WORD}(?:\\.${WORD})*\\.ts$`);
    expect(paths.filter((path) => !isKebab.test(fileOf(path)))).toEqual([]);
  });

  it('of files and folders carry no word that says nothing', () => {
    const named = paths.filter((path) => !isNamedAfterServices(path));
    expect(named.filter((path) => partsOf(path).some((part) => BANNED_PART.test(part)))).toEqual([]);
  });

  it('of classes carry none either', () => {
    expect(files.filter(({ text }) => BANNED_CLASS.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('of events are no …Event, …Updated or …Changed', () => {
    const events = files.filter(({ path }) => path.endsWith('.events.ts'));
    const types = events.flatMap(({ text }) => eventTypesIn(text));
    expect(types.length).toBeGreaterThan(25);
    expect(types.filter((type) => /(?:Event|Updated|Changed)$/.test(type))).toEqual([]);
  });

  it.each(['order-util.ts', 'base.policy.ts', 'case-service.ts', 'shared'])('would be found out: %s', (planted) => {
    expect(planted).toMatch(BANNED_PART);
  });

  it.each(['class CaseManager {', 'class IClock {', 'class AbstractRule {', 'class CaseService {'])(
    'would be found out: %s',
    (planted) => {
      expect(planted).toMatch(BANNED_CLASS);
    },
  );

  it.each(['sign-off.service.ts', 'sign-off.ts', 'SignOff.dto.ts', 'sign-off.dto.test.ts'])(
    'of a service’s file would not be %s',
    (planted) => {
      expect(planted).not.toMatch(IN_APPS);
    },
  );
});

const deep = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'));

describe('the folders', () => {
  it('of an app go down to its slices, no further', () => {
    const inSlices = deep('apps').filter((path) => /^[^/]+\/src\/[^/]+\/[^/]+\/./.test(path));
    expect(inSlices).toEqual([]);
  });

  it('of a lib have one door, and an app has none', () => {
    const doors = sourcesIn('apps', 'libs').filter(({ path }) => fileOf(path) === 'index.ts');
    const libs = readdirSync('libs').map((lib) => `libs/${lib}/src/index.ts`);
    expect(doors.map(({ path }) => path).toSorted()).toEqual(libs.toSorted());
  });

  it('have doors that only name what others may use', () => {
    const doors = sourcesIn('libs').filter(({ path }) => fileOf(path) === 'index.ts');
    const own = doors.flatMap(({ text }) =>
      text.replaceAll(/export (?:type )?(?:\{[^}]*\}|\*) from '[^']+';/g, '').trim(),
    );
    expect(own.filter((rest) => rest !== '')).toEqual([]);
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const pagesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
const pages = ['README.md', ...pagesIn('docs'), ...pagesIn('deploy')];

/** Where a page leads to: relative links, and the paths of the tree that it names in code quotes. */
const leadsOf = (page: string): string[] => {
  const text = readFileSync(page, 'utf8');
  const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g)].map(([, link = '']) =>
    join(dirname(page), link),
  );
  const named = [...text.matchAll(/`((?:apps|libs|test|docs|scripts|deploy)\/[\w./-]+)`/g)].map(
    ([, path = '']) => path,
  );
  return [...links, ...named];
};

const numberOf = (decision: string): string => decision.slice(0, 4);

describe('the documents', () => {
  it('are there', () => {
    expect(pages).toEqual(expect.arrayContaining(['README.md', join('docs', 'life-cycle.md')]));
    expect(leadsOf('README.md').length).toBeGreaterThan(10);
  });

  it.each(pages)('%s leads only to what is there', (page) => {
    expect(leadsOf(page).filter((path) => !existsSync(path))).toEqual([]);
  });

  it.each(pages)('%s tells of no machine and no person', (page) => {
    expect(readFileSync(page, 'utf8')).not.toMatch(/\/(?:home|Users|root|work|tmp)\/|[\w.]+@[\w-]+\.\w{2,}/);
  });
});

describe('a decision', () => {
  const names = readdirSync('docs/decisions').toSorted();

  it('has a number of its own', () => {
    expect(names.map(numberOf)).toEqual(names.map((_, index) => String(index + 1).padStart(4, '0')));
  });

  it.each(names)('%s carries it in its heading', (name) => {
    const text = readFileSync(join('docs/decisions', name), 'utf8');
    expect(text).toMatch(new RegExp(`^# ${numberOf(name)} [A-Za-z]`));
  });
});

describe('the example consumers', () => {
  const page = readFileSync('docs/examples/README.md', 'utf8');

  it.each(['case-history.ts', 'case_history.py', 'CaseHistory.java'])('%s is read at a glance', (name) => {
    const lines = readFileSync(join('docs/examples', name), 'utf8').trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(60);
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
  });

  it('name the client that they are tried with', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: { kafkajs: string } };
    expect(page).toContain(`npm install kafkajs@${dependencies.kafkajs}\``);
  });
});

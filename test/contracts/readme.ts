import { readFileSync } from 'node:fs';

/** A page as it is in the tree. */
export const pageIn = (path: string): string => readFileSync(path, 'utf8');

export const readme = pageIn('README.md');

const INSTALLED = /^npm (?:start|test|run [\w:]+)$/;

/** Lines of the fenced shell blocks under one heading, in order. */
function shellOf(heading: string): string[] {
  const [, section = ''] = readme.split(`\n## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  return [...own.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block = '']) => block.trimEnd().split('\n'));
}

/** npm scripts that the page names, in blocks and in its prose. */
export const npmScripts = (): string[] => [
  ...new Set([...readme.matchAll(/npm (?:run )?([a-z][\w:]*)/g)].flatMap(([, name]) => name ?? [])),
];

/** Lines of a section that are commands of the product itself. */
export const pastedOf = (heading: string): string[] => shellOf(heading).filter((line) => !INSTALLED.test(line));

/** Rows of the table under a heading of a page: its cells, without the head. */
export function tableOf(heading: string, page = readme): string[][] {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  const lines = own.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** What stands in code quotes. */
export const quoted = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);

import { existsSync, readFileSync } from 'node:fs';
import type { Named } from './topic-counts.js';

/** What a process has written to its file, a line an event: stream, version, id; a line that it was killed in is none. */
export function namedLines(file: string): readonly Named[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .filter(({ length }) => length === 3)
    .map(([streamId = '', version = '', eventId = '']) => ({ streamId, version: Number(version), eventId }));
}

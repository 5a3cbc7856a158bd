import type { StateProjection, StreamState } from '@bihuan/kernel';
import { changesOf } from './projection-rows.js';

const touched = (streams: number) =>
  Array.from({ length: streams }, (_, index) => ({
    state: { version: 1, touchedVersion: 1 },
    tenantId: 'zhanyi',
    streamId: `note-${index}`,
    position: index,
  }));
const telling = (value: unknown): StateProjection<StreamState, { line: string; value: unknown }> => ({
  table: 'notes.line',
  version: 1,
  key: 'line',
  columns: { line: 'text', value: 'int4' },
  rows: () => [{ line: 'x', value }],
});

describe('the changes of a table', () => {
  it.each([
    [1, 1],
    [1_000, 1],
    [1_001, 2],
  ])('of %i streams are %i statements', (streams, statements) => {
    expect(changesOf(telling(1), touched(streams))).toHaveLength(statements);
  });

  it.each([['1'], [true], [{}]])('are refused where a value is not of its column: %j', (value) => {
    expect(() => changesOf(telling(value), touched(1))).toThrow(TypeError);
  });

  it.each([[null], [undefined]])('tell %j as NULL', (value) => {
    expect(changesOf(telling(value), touched(1))).toHaveLength(1);
  });
});

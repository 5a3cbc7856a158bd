import { coversEntry } from './category.js';

describe('a category of an item', () => {
  it.each([
    ['itself', 'C0102', { code: 'C0102', parent: 'C01' }, true],
    ['the children of its group', 'C01', { code: 'C0102', parent: 'C01' }, true],
    ['all groups that begin with it', 'C', { code: 'C0102', parent: 'C01' }, true],
    ['no other group', 'C02', { code: 'C0102', parent: 'C01' }, false],
    ['no code that only begins like it', 'OTHER', { code: 'OTHER_CIVIL' }, false],
  ])('covers %s', (_, prefix, entry, covered) => {
    expect(coversEntry(prefix, entry)).toBe(covered);
  });
});

import { idOf } from './id-of.js';

describe('the id of a name', () => {
  it('is the UUIDv5 in namespace URL', () => {
    // The example of Python's uuid module for namespace URL: uuid5(NAMESPACE_URL, 'http://python.org/').
    expect(idOf('http://python.org/')).toBe('4c565f0d-3f5a-5890-b41b-20cf47701c5e');
  });

  it('tells names apart that differ beyond ASCII', () => {
    expect(idOf('案件')).not.toBe(idOf('案卷'));
  });
});

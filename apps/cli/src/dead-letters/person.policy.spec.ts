import { personOf } from './person.policy.js';

describe('the person who is written down', () => {
  it.each([
    [undefined, 'wang', 'wang'],
    ['li', 'wang', 'li'],
    ['李 四', 'root', '李 四'],
    ['li', '', 'li'],
  ])('named %p and logged in as %p is %p', (named, login, person) => {
    expect(personOf(named, login)).toBe(person);
  });

  it.each(['root', 'node', ''])('must be named where %p is logged in', (login) => {
    expect(() => personOf(undefined, login)).toThrow('Say who you are: --by NAME');
  });

  it.each(['', ' ', ' li', 'two\nlines', 'x'.repeat(65)])('has a name that is one: not %p', (named) => {
    expect(() => personOf(named, 'wang')).toThrow('--by: a name');
  });
});

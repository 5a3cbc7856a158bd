import { languageOf } from './language.js';

describe('the language of a problem', () => {
  it.each([
    [undefined, 'zh'],
    ['', 'zh'],
    ['en', 'en'],
    ['en-GB', 'en'],
    ['zh-CN, en;q=0.8', 'zh'],
    ['de, en;q=0.8, zh;q=0.5', 'en'],
    ['zh;q=0.4, en;q=0.400', 'zh'],
    ['en;q=0', 'zh'],
    ['*', 'zh'],
    ['zh;q=0, *', 'en'],
    ['EN ; Q=1.0', 'en'],
    ['en;q=nonsense', 'en'],
    ['english', 'zh'],
  ] as const)('asked for by "%s" is %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});

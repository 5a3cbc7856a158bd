/** The languages of problem details; zh is zh-CN. */
export type Language = 'zh' | 'en';

interface Wish {
  readonly range: string;
  readonly q: number;
}

/** The language of an `Accept-Language` header (RFC 9110, basic filtering); zh when it is absent or knows neither. */
export function languageOf(header: string | undefined): Language {
  if (header === undefined) return 'zh';
  const wishes = header.split(',').map(wishOf);
  const zh = quality(wishes, 'zh');
  const en = quality(wishes, 'en');
  return en > zh ? 'en' : 'zh';
}

function wishOf(part: string): Wish {
  const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
  const q = parameters.find((parameter) => parameter.startsWith('q='));
  // A weight that is none counts as a wish all the same: the caller meant something by naming the language.
  const weight = q === undefined || !/^q=(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(q) ? 1 : Number(q.slice(2));
  return { range, q: weight };
}

/** Weight of a language: of its own ranges the highest, else that of `*`, else 0. */
function quality(wishes: readonly Wish[], language: Language): number {
  const own = wishes.filter(({ range }) => range === language || range.startsWith(`${language}-`));
  const meant = own.length > 0 ? own : wishes.filter(({ range }) => range === '*');
  return Math.max(0, ...meant.map(({ q }) => q));
}

export type RefusalKind =
  'missing' | 'gone' | 'stale' | 'conflict' | 'forbidden' | 'invalid' | 'too-large' | 'unsupported';

/** What a refusal code means, for programs and for people. */
export interface RefusalText {
  readonly kind: RefusalKind;
  readonly zh: string;
  readonly en: string;
}

/** A rule said no. Expected, stable, shown to the caller; nothing was written and a retry cannot help. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: string,
    readonly text: RefusalText,
    /** Further fields of the problem, for the caller's program: codes, numbers and instants only. */
    readonly values: Readonly<Record<string, unknown>> = {},
  ) {
    super(text.en);
  }
}

/**
 * Says no with a code of one table. Write it where the function is declared (`const refuse: Refuse<Code> = …`): the
 * compiler narrows after a `never` call only when the type of the callee is annotated.
 * @throws Refusal always
 */
export type Refuse<Code extends string> = (code: Code, values?: Readonly<Record<string, unknown>>) => never;

/** The function that refuses with the codes of a table, each with its kind and words. */
export const refuserOf =
  <Code extends string>(texts: Readonly<Record<Code, RefusalText>>): Refuse<Code> =>
  (code, values) => {
    throw new Refusal(code, texts[code], values);
  };

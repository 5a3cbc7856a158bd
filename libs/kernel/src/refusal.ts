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

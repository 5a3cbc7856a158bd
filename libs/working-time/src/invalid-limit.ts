/** AMOUNT: not a whole number ≥1. UNIT: the rule cannot count in it. TOO_LONG: more than `MAX_LIMIT_DAYS`. */
export type InvalidLimitReason = 'AMOUNT' | 'UNIT' | 'TOO_LONG';

/** A limit that no rule can count; policies are checked at publishing, so this is bad input of a caller. */
export class InvalidLimit extends Error {
  override readonly name = 'InvalidLimit';

  constructor(readonly reason: InvalidLimitReason) {
    super(`a limit that cannot be counted: ${reason}`);
  }
}

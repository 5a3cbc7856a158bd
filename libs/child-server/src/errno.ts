/** Is this one of the system's errors of these names (`ENOENT`, `EEXIST`, …)? */
export const isErrno = (error: unknown, ...codes: readonly string[]): boolean =>
  // By shape and not by class: under jest the system's errors come from another realm.
  typeof error === 'object' && error !== null && 'code' in error && codes.some((code) => code === error.code);

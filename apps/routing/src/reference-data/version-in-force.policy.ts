import type { VersionOfDocument } from '@bihuan/reference';

/**
 * The newest version whose first day has come; none when that one is retired, for the one before it does not come
 * back. Versions oldest first, `today` a civil date.
 */
export function versionInForce<Version extends VersionOfDocument>(
  versions: readonly Version[],
  today: string,
): Version | undefined {
  const newest = versions.findLast(({ validFrom = today }) => validFrom <= today);
  const isRetired = newest?.validTo !== undefined && newest.validTo < today;
  return isRetired ? undefined : newest;
}

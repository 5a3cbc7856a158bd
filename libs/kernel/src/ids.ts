/** A new UUIDv7 (RFC 9562): sorts by the time it was made, so rows written together lie together. */
export function newId(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  // Of the random UUID all but its first half and its version: variant and 74 random bits.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`;
}

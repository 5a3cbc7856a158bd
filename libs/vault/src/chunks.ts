/** The same bytes in pieces of exactly `size`, the last one shorter. Keeps one piece in memory. */
export async function* inChunks(
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  size: number,
): AsyncGenerator<Buffer> {
  let chunk = Buffer.allocUnsafe(size);
  let filled = 0;
  for await (const piece of content) {
    for (let at = 0; at < piece.length;) {
      const part = piece.subarray(at, at + size - filled);
      chunk.set(part, filled);
      [at, filled] = [at + part.length, filled + part.length];
      if (filled < size) continue;
      yield chunk;
      // A new one: who took the last may still hold it.
      [chunk, filled] = [Buffer.allocUnsafe(size), 0];
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled);
}

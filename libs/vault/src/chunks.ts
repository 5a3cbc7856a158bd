/** A whole chunk for each of many small files would keep the garbage collector busy: a chunk begins so small. */
const FIRST_BYTES = 16 * 1024;

/** The same bytes in pieces of exactly `size`, the last one shorter. Keeps one piece in memory. */
export async function* inChunks(
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  size: number,
): AsyncGenerator<Buffer> {
  let chunk: Buffer = Buffer.allocUnsafe(Math.min(size, FIRST_BYTES));
  let filled = 0;
  for await (const piece of content) {
    for (let at = 0; at < piece.length;) {
      const part = piece.subarray(at, at + size - filled);
      const end = filled + part.length;
      // Twice what is needed, so that a file in many parts is not copied for each of them.
      if (end > chunk.length) chunk = copied(chunk, filled, Math.min(size, 2 * end));
      chunk.set(part, filled);
      [at, filled] = [at + part.length, end];
      if (filled < size) continue;
      yield chunk;
      // A new one: who took the last may still hold it.
      [chunk, filled] = [Buffer.allocUnsafe(size), 0];
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled);
}

function copied(chunk: Buffer, filled: number, size: number): Buffer {
  const larger = Buffer.allocUnsafe(size);
  chunk.copy(larger, 0, 0, filled);
  return larger;
}

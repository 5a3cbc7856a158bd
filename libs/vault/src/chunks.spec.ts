import fc from 'fast-check';
import { inChunks } from './chunks.js';

const chunksOf = async (pieces: readonly Uint8Array[], size: number): Promise<Buffer[]> => {
  const chunks: Buffer[] = [];
  for await (const chunk of inChunks(pieces, size)) chunks.push(chunk);
  return chunks;
};

describe('an upload in pieces of any size', () => {
  it('is cut anew into equal ones, the last one shorter', async () => {
    const chunks = await chunksOf([Buffer.from('ab'), Buffer.from('cdefg'), Buffer.from('h')], 3);
    expect(chunks.map(String)).toEqual(['abc', 'def', 'gh']);
  });

  it('has no piece when it is empty', async () => {
    expect(await chunksOf([new Uint8Array()], 3)).toEqual([]);
  });

  it('grows as its bytes come', async () => {
    const pieces = [20_000, 1, 50_000, 29_998].map((length, index) => Buffer.alloc(length, index));
    const chunks = await chunksOf(pieces, 64_000);
    expect(chunks.map(({ length }) => length)).toEqual([64_000, 35_999]);
    expect(Buffer.concat(chunks)).toEqual(Buffer.concat(pieces));
  });

  it('keeps every byte in its place', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 50 })),
        fc.integer({ min: 1, max: 20 }),
        async (pieces, size) => {
          const chunks = await chunksOf(pieces, size);
          expect(new Set(chunks.slice(0, -1).map(({ length }) => length)).size).toBeLessThanOrEqual(1);
          expect(Buffer.concat(chunks)).toEqual(Buffer.concat(pieces));
        },
      ),
    );
  });
});

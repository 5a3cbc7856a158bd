import { disagreements } from './naive-counter.contract.js';

describe('counting by sums', () => {
  it('gives the answers of a counter that walks minute by minute, on 100,000 questions', () => {
    expect(disagreements(100_000, 20_250_807)).toEqual([]);
  });
});

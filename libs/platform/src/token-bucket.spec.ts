import { rateLimitHeaders, TokenBucket } from './token-bucket.js';

describe('a token bucket', () => {
  it('lets its burst pass at once, and then nothing', () => {
    const bucket = new TokenBucket(2, 3, 0);
    expect([0, 0, 0, 0].map((nowMs) => bucket.take(nowMs).isAllowed)).toEqual([true, true, true, false]);
  });

  it('lets its rate pass in the long run', () => {
    const bucket = new TokenBucket(2, 3, 0);
    const passed = Array.from({ length: 101 }, (_, tenth) => bucket.take(tenth * 100)).filter(
      ({ isAllowed }) => isAllowed,
    );
    expect(passed.length).toBe(3 + 20);
  });

  it('never holds more than its burst', () => {
    const bucket = new TokenBucket(2, 3, 0);
    expect(bucket.take(3_600_000)).toEqual({ isAllowed: true, remaining: 2, fullInS: 1, nextInS: 0 });
  });

  it('says when to come again', () => {
    const bucket = new TokenBucket(0.1, 1, 0);
    bucket.take(0);
    expect(bucket.take(1_000)).toEqual({ isAllowed: false, remaining: 0, fullInS: 9, nextInS: 9 });
  });

  it('tells its policy and its state as header fields', () => {
    const bucket = new TokenBucket(2_000, 4_000, 0);
    expect(rateLimitHeaders(bucket, bucket.take(0))).toEqual({
      'ratelimit-policy': '"key";q=4000;w=2',
      ratelimit: '"key";r=3999;t=1',
    });
  });
});

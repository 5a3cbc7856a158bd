/** What a bucket says to one request. */
export interface Take {
  readonly isAllowed: boolean;
  /** Whole requests that are left. */
  readonly remaining: number;
  /** Seconds until the bucket is full again, rounded up. */
  readonly fullInS: number;
  /** Seconds until the next request is allowed, rounded up; at least 1 when refused. */
  readonly nextInS: number;
}

/** Lets `rate` requests a second pass on average and `burst` at once (a token bucket). Time is handed in, in milliseconds. */
export class TokenBucket {
  private tokens: number;
  private filledAtMs: number;

  constructor(
    readonly rate: number,
    readonly burst: number,
    nowMs: number,
  ) {
    this.tokens = burst;
    this.filledAtMs = nowMs;
  }

  take(nowMs: number): Take {
    this.tokens = Math.min(this.burst, this.tokens + ((nowMs - this.filledAtMs) / 1_000) * this.rate);
    this.filledAtMs = nowMs;
    const isAllowed = this.tokens >= 1;
    if (isAllowed) this.tokens -= 1;
    return {
      isAllowed,
      remaining: Math.floor(this.tokens),
      fullInS: Math.ceil((this.burst - this.tokens) / this.rate),
      nextInS: isAllowed ? 0 : Math.max(1, Math.ceil((1 - this.tokens) / this.rate)),
    };
  }
}

/** `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers); a full bucket lasts `burst / rate` seconds. */
export const rateLimitHeaders = (
  { rate, burst }: { readonly rate: number; readonly burst: number },
  { remaining, fullInS }: Take,
): Record<string, string> => ({
  'ratelimit-policy': `"key";q=${burst};w=${Math.max(1, Math.ceil(burst / rate))}`,
  ratelimit: `"key";r=${remaining};t=${fullInS}`,
});

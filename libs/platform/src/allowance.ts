import type { ApiKey } from './api-key.js';
import type { Take } from './token-bucket.js';

/** How often a key may ask: `rate` requests a second on average, `burst` at once. */
export type Limits = Pick<ApiKey, 'publicId' | 'rate' | 'burst'>;

/** Requests that were taken from a key's bucket, and what it holds then, with its fraction. */
export interface Taken {
  readonly granted: number;
  readonly remaining: number;
}

/** So many at a time: at most a twentieth of what a key may ask at once lies unused in a process. */
const HANDFUL = 1 / 20;

/** What this process may still let pass of a key: requests taken by the handful from the bucket that all processes share. */
export class Allowance {
  private own = 0;
  private shared = 0;
  private asking: Promise<number> | undefined;
  private readonly handful: number;

  constructor(
    readonly limits: Limits,
    private readonly takeTokens: (limits: Limits, wanted: number) => Promise<Taken>,
  ) {
    this.handful = Math.max(1, Math.floor(limits.burst * HANDFUL));
  }

  async take(): Promise<Take> {
    // Others who waited for the same handful may have taken all of it.
    while (this.own === 0) if ((await (this.asking ??= this.ask())) === 0 && this.own === 0) return this.told(false);
    this.own -= 1;
    return this.told(true);
  }

  private async ask(): Promise<number> {
    try {
      const { granted, remaining } = await this.takeTokens(this.limits, this.handful);
      this.own += granted;
      this.shared = remaining;
      return granted;
    } finally {
      this.asking = undefined;
    }
  }

  private told(isAllowed: boolean): Take {
    const { rate, burst } = this.limits;
    const left = this.own + this.shared;
    return {
      isAllowed,
      remaining: Math.floor(left),
      fullInS: Math.ceil((burst - left) / rate),
      nextInS: isAllowed ? 0 : Math.max(1, Math.ceil((1 - left) / rate)),
    };
  }
}

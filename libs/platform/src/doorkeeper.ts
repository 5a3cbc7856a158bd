import { BoundedMap } from '@bihuan/kernel';
import { Allowance } from './allowance.js';
import { type ApiKey, opens, readToken } from './api-key.js';
import { type Caller, type Callers, callerOf } from './callers.js';
import { KeyRing } from './key-ring.js';
import { Problem } from './problem.js';
import { rateLimitHeaders, TokenBucket } from './token-bucket.js';

/** Who may pass, and the header fields that tell how much more may pass. */
export interface Passage {
  readonly caller: Caller;
  readonly headers: Readonly<Record<string, string>>;
}

/** What one request shows at the door. */
export interface Knock {
  readonly authorization: string | undefined;
  /** Address of the connection, or what a trusted proxy says it is. */
  readonly address: string;
}

// Each unknown id costs a query. An address that shows many of them is held to a rate at which that does not matter.
const STRANGER_RATE = 20;
const STRANGER_BURST = 200;
const KEPT_BUCKETS = 10_000;

interface Guest {
  readonly key: ApiKey;
  readonly caller: Caller;
  readonly allowance: Allowance;
}

/** Knows callers by their key, and how often each may come; both before a byte of the body is read. */
export class Doorkeeper {
  private readonly keys: KeyRing;
  private readonly guests = new BoundedMap<Guest>(KEPT_BUCKETS);
  private readonly strangers = new BoundedMap<TokenBucket>(KEPT_BUCKETS);

  constructor(
    private readonly callers: Pick<Callers, 'findKey' | 'takeTokens'>,
    private readonly now: () => string,
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    this.keys = new KeyRing((publicId) => callers.findKey(publicId), nowMs);
  }

  /**
   * @throws Problem not-authenticated, rate-limited
   */
  async admit({ authorization, address }: Knock): Promise<Passage> {
    const token = readToken(/^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? '');
    if (token === undefined) throw new Problem('not-authenticated');
    if (!this.keys.hasSeen(token.publicId)) this.spareTheDatabase(address);
    const key = await this.keys.find(token.publicId);
    if (key === undefined || !opens(key, token.secret, this.now())) {
      this.remember(address);
      throw new Problem('not-authenticated');
    }
    const { allowance, caller } = this.guest(key);
    const take = await allowance.take();
    const headers = rateLimitHeaders(key, take);
    if (!take.isAllowed) throw new RateLimited(take.nextInS, headers);
    return { caller, headers };
  }

  /** What is allowed lives on while the key is looked up again, unless its limits were changed. */
  private guest(key: ApiKey): Guest {
    const known = this.guests.get(key.publicId);
    if (known?.key === key) return known;
    const { rate, burst } = known?.allowance.limits ?? {};
    const allowance =
      known !== undefined && rate === key.rate && burst === key.burst
        ? known.allowance
        : new Allowance(key, (limits, wanted) => this.callers.takeTokens(limits, wanted));
    const guest = { key, caller: callerOf(key), allowance };
    this.guests.set(key.publicId, guest);
    return guest;
  }

  private remember(address: string): void {
    if (this.strangers.get(address) !== undefined) return;
    this.strangers.set(address, new TokenBucket(STRANGER_RATE, STRANGER_BURST, this.nowMs()));
  }

  private spareTheDatabase(address: string): void {
    const bucket = this.strangers.get(address);
    const take = bucket?.take(this.nowMs());
    if (bucket && take && !take.isAllowed) throw new RateLimited(take.nextInS, rateLimitHeaders(bucket, take));
  }
}

/** Too often; carries the header fields that say when again. */
export class RateLimited extends Problem {
  constructor(
    retryAfterS: number,
    readonly headers: Readonly<Record<string, string>>,
  ) {
    super('rate-limited', { retryAfterS });
  }
}

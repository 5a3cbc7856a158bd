import { BoundedMap } from '@bihuan/kernel';
import type { ApiKey } from './api-key.js';

// A revoked key lets its last request pass this much later, in every process; a hot key costs one query in this time.
const KEPT_MS = 10_000;
const KEPT_KEYS = 10_000;

type LookUp = (publicId: string) => Promise<ApiKey | undefined>;

interface Kept {
  readonly key: ApiKey | undefined;
  readonly untilMs: number;
}

/** Keys looked up a moment ago, and ids that were nobody's: each asked for once, however many requests wait for it. */
export class KeyRing {
  private readonly known = new BoundedMap<Kept>(KEPT_KEYS);
  // Apart, so that a flood of invented ids pushes out no real key.
  private readonly unknown = new BoundedMap<Kept>(KEPT_KEYS);
  private readonly asking = new Map<string, Promise<ApiKey | undefined>>();

  constructor(
    private readonly lookUp: LookUp,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** Whether this id was ever somebody's, as far as is kept here: a renewed look-up of it is no guess. */
  hasSeen(publicId: string): boolean {
    return this.known.get(publicId) !== undefined;
  }

  /** The key as it was at most ten seconds ago; without a promise when no query is needed. */
  find(publicId: string): ApiKey | undefined | Promise<ApiKey | undefined> {
    const kept = this.known.get(publicId) ?? this.unknown.get(publicId);
    if (kept !== undefined && kept.untilMs > this.nowMs()) return kept.key;
    return this.asking.get(publicId) ?? this.ask(publicId);
  }

  private ask(publicId: string): Promise<ApiKey | undefined> {
    const answer = this.lookUp(publicId)
      .then((key) => this.keep(publicId, key))
      .finally(() => this.asking.delete(publicId));
    this.asking.set(publicId, answer);
    return answer;
  }

  private keep(publicId: string, key: ApiKey | undefined): ApiKey | undefined {
    const kept = { key, untilMs: this.nowMs() + KEPT_MS };
    const [here, there] = key === undefined ? [this.unknown, this.known] : [this.known, this.unknown];
    there.delete(publicId);
    here.set(publicId, kept);
    return key;
  }
}

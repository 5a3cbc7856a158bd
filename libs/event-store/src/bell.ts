/** What a reader waits with. */
export interface Listening {
  /** As it was before the reader looked; what rang since must not be slept through. */
  readonly heard?: number;
  readonly signal?: AbortSignal;
  /** Stream types, when no other concerns the reader. */
  readonly of?: ReadonlySet<string>;
}

/** Wakes who waits for something new in the ledger, each by what concerns it alone. */
export class Bell {
  private rung = 0;
  /** Of these: without saying what for. */
  private rungForAll = 0;
  private readonly rungFor = new Map<string, number>();
  private readonly sleepers = new Map<() => void, ReadonlySet<string> | undefined>();

  /** @param streamTypes of what was appended; whoever waits is woken where that is not known */
  ring(streamTypes?: readonly string[]): void {
    this.rung += 1;
    if (!streamTypes) this.rungForAll += 1;
    for (const type of streamTypes ?? []) this.rungFor.set(type, (this.rungFor.get(type) ?? 0) + 1);
    for (const [done, of] of this.sleepers) if (!of || !streamTypes || streamTypes.some((type) => of.has(type))) done();
  }

  /** How often it has rung for these stream types, or at all. */
  heard(of?: ReadonlySet<string>): number {
    if (!of) return this.rung;
    let heard = this.rungForAll;
    for (const type of of) heard += this.rungFor.get(type) ?? 0;
    return heard;
  }

  /** Resolves when it rings, or at the latest after `ms`; at once when it has since `heard` was taken. */
  wait(ms: number, { of, heard = this.heard(of), signal }: Listening = {}): Promise<void> {
    if (heard !== this.heard(of) || signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.sleepers.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.sleepers.set(done, of);
      signal?.addEventListener('abort', done);
    });
  }
}

/** So many pieces of work at once; further ones wait, the first come first. */
export class Slots {
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((begin) => this.waiting.push(begin));
    try {
      return await work();
    } finally {
      // A slot goes to who waits, or is free again.
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }
}

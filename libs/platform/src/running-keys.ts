import { Problem } from './problem.js';

// As many as can be running at once before something else gives way; beyond it a repeat is told by the ledger alone.
const LIMIT = 10_000;

/** Idempotency keys whose first request is still running in this process. The ledger remembers those that are done. */
export class RunningKeys {
  private readonly running = new Set<string>();

  /**
   * Takes the key until the answer is called.
   * @throws Problem request-in-progress when another request holds it
   */
  take(key: string): () => void {
    if (this.running.has(key)) throw new Problem('request-in-progress');
    if (this.running.size < LIMIT) this.running.add(key);
    return () => this.running.delete(key);
  }
}

import type { Database } from '@bihuan/event-store';
import type { Limits, Taken } from './allowance.js';

/** How often each key has asked, table `access.bucket`: one count for all processes. */
export class RateTable {
  constructor(private readonly database: Database) {}

  /** Takes at most so many requests from the bucket of a key. */
  async take({ publicId, rate, burst }: Limits, wanted: number): Promise<Taken> {
    const [taken] = await this.database.query<{ granted: number; remaining: number }>(
      '',
      'select granted, remaining from access.take_tokens($1, $2, $3, $4)',
      [publicId, rate, burst, wanted],
    );
    if (!taken) throw new Error('a function that answers a row answers one');
    return taken;
  }
}

import type { Database } from '@bihuan/event-store';
import type { Clock } from '@bihuan/kernel';
import type { ErasureJournal } from './erasure-journal.js';

/** What came of going through the journal again. */
export interface Replayed {
  /** References that were there, and are not any more. */
  readonly erased: number;
  /** Lines that are no erasure: cut by a crash, or damaged. */
  readonly unreadable: number;
}

/** Destroys data keys and what they encrypted. References stay in the facts, and lead to nothing. */
export class VaultErasure {
  constructor(
    private readonly database: Database,
    private readonly journal: ErasureJournal,
    private readonly clock: Clock,
  ) {}

  /**
   * Erases persons, texts and files. The caller has made sure that nothing forbids it, and has appended SubjectErased.
   * Journal first: a crash between the two leaves an erasure that the next replay finishes, never one that a restore
   * undoes. Done again, it changes nothing.
   */
  async erase(tenantId: string, refs: readonly string[]): Promise<void> {
    const at = this.clock.now();
    await this.journal.append(refs.map((ref) => ({ at, tenantId, ref })));
    for (const ref of refs) await this.#destroy(tenantId, ref);
  }

  /** Erases again all that was ever erased: at each start, and after a restore before any traffic. */
  async replayJournal(): Promise<Replayed> {
    let [erased, unreadable] = [0, 0];
    for await (const { erased: line } of this.journal.lines()) {
      if (!line) unreadable += 1;
      else if (await this.#destroy(line.tenantId, line.ref)) erased += 1;
    }
    return { erased, unreadable };
  }

  async #destroy(tenantId: string, ref: string): Promise<boolean> {
    const [row] = await this.database.query<{ erased: boolean }>(tenantId, 'select vault.erase($1) as erased', [ref]);
    return row?.erased ?? false;
  }
}

import type { Database } from '@bihuan/event-store';
import type { Clock } from '@bihuan/kernel';
import type { OnModuleInit } from '@nestjs/common';
import type { ErasureJournal } from './erasure-journal.js';

/** What came of going through the journal again. */
export interface Replayed {
  /** References that were there, and are not any more. */
  readonly erased: number;
  /** Lines that are no erasure: cut by a crash, or damaged. */
  readonly unreadable: number;
}

/** Destroys data keys and what they encrypted. References stay in the facts, and lead to nothing. */
export class VaultErasure implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly journal: ErasureJournal,
    private readonly clock: Clock,
  ) {}

  /**
   * Erases persons, texts and files. The caller has made sure that nothing forbids it, and has appended SubjectErased.
   * Journal first: a crash between the two leaves an erasure that the next replay finishes, never one that a restore
   * undoes. Done again, it changes nothing.
   * @param streamId the case it is done for: a file that does not belong to it is another's evidence, and stays
   */
  async erase(tenantId: string, refs: readonly string[], streamId?: string): Promise<void> {
    const others = streamId === undefined ? new Set<string>() : await this.#filesOfOthers(tenantId, refs, streamId);
    const erased = refs.filter((ref) => !others.has(ref));
    const at = this.clock.now();
    await this.journal.append(erased.map((ref) => ({ at, tenantId, ref })));
    for (const ref of erased) await this.#destroy(tenantId, ref);
  }

  /** A restore may have brought back what was erased: it goes again before anybody can ask. */
  async onModuleInit(): Promise<void> {
    await this.replayJournal();
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

  async #filesOfOthers(tenantId: string, refs: readonly string[], streamId: string): Promise<ReadonlySet<string>> {
    const rows = await this.database.query<{ ref: string }>(
      tenantId,
      'select ref from vault.file where tenant_id = $1 and ref = any ($2::text[]) and stream_id is distinct from $3',
      [tenantId, refs, streamId],
    );
    return new Set(rows.map(({ ref }) => ref));
  }

  async #destroy(tenantId: string, ref: string): Promise<boolean> {
    const [row] = await this.database.query<{ erased: boolean }>(tenantId, 'select vault.erase($1) as erased', [ref]);
    return row?.erased ?? false;
  }
}

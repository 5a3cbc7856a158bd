import type { Database } from '@bihuan/event-store';
import type { Actor } from '@bihuan/kernel';
import { fieldsShown, type Shown } from './identity.policy.js';
import { masked } from './masking.js';
import type { Purpose, SubjectField } from './subject.events.js';
import type { SubjectFields, Vault } from './vault.js';
import type { FileContent, VaultFiles } from './vault-files.js';
import { refuse } from './vault-refusals.js';

/** Who wants to read what, for which case, and whether the rules of the case let them. */
export interface Read {
  readonly tenantId: string;
  readonly ref: string;
  readonly caseId: string;
  readonly purpose: Purpose | undefined;
  readonly actor: Actor;
  readonly granted: boolean;
}

/** One row of the access log. */
export interface ReadRecord {
  readonly at: string;
  readonly actorRef: string;
  readonly role: string;
  readonly unitId: string | null;
  readonly ref: string;
  readonly caseId: string;
  readonly purpose: string | null;
  readonly granted: boolean;
}

// A subject asks for the readers of one case; a longer answer is a list of its own.
const MAX_RECORDS = 1000;

/**
 * The only way to texts, files and identity: the read is a committed row of `vault.read_log` before anything is opened,
 * also when it is refused. (PIPL art. 54, 57; privacy.md §5.)
 */
export class VaultReads {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly files: VaultFiles,
  ) {}

  /** @throws Refusal PURPOSE_REQUIRED, IDENTITY_NOT_PERMITTED, NOT_IN_VAULT, SUBJECT_ERASED */
  async text(read: Read): Promise<string> {
    await this.#record(read);
    return this.vault.openText(read.tenantId, read.ref);
  }

  /** @throws Refusal PURPOSE_REQUIRED, IDENTITY_NOT_PERMITTED, NOT_IN_VAULT, SUBJECT_ERASED */
  async file(read: Read): Promise<FileContent> {
    await this.#record(read);
    return this.files.read(read.tenantId, read.ref);
  }

  /**
   * Those of the fields asked for that are kept and may be seen, masked where they must be. Granted when the policy
   * shows any of them at all.
   * @throws Refusal PURPOSE_REQUIRED, IDENTITY_NOT_PERMITTED, NOT_IN_VAULT, SUBJECT_ERASED
   */
  async identity(
    read: Omit<Read, 'granted'>,
    asked: readonly SubjectField[],
    shown: Readonly<Record<SubjectField, Shown>>,
  ): Promise<SubjectFields> {
    const fields = fieldsShown(asked, shown);
    await this.#record({ ...read, granted: fields.length > 0 });
    const subject = await this.vault.openSubject(read.tenantId, read.ref);
    const told = fields.flatMap((field) => {
      const value = subject[field];
      return value === undefined ? [] : [[field, shown[field] === 'full' ? value : masked(field, value)] as const];
    });
    return Object.fromEntries(told);
  }

  /** Who read it or tried to, newest first, at most 1,000: what a subject may ask, and what a breach must list. */
  readsOf(tenantId: string, ref: string): Promise<ReadRecord[]> {
    return this.database.query<ReadRecord>(
      tenantId,
      `select at, actor_ref as "actorRef", role, unit_id as "unitId", ref, case_id as "caseId", purpose, granted
         from vault.read_log where tenant_id = $1 and ref = $2 order by at desc, id desc limit ${MAX_RECORDS}`,
      [tenantId, ref],
    );
  }

  /** Subjects whose identity an actor saw since an instant, each once: for the alarm, and for the list after a breach. */
  async subjectsReadBy(tenantId: string, actorRef: string, since: string): Promise<readonly string[]> {
    const rows = await this.database.query<{ ref: string }>(
      tenantId,
      `select distinct ref from vault.read_log
        where tenant_id = $1 and actor_ref = $2 and at >= $3 and granted and starts_with(ref, 'sub_') order by ref`,
      [tenantId, actorRef, since],
    );
    return rows.map(({ ref }) => ref);
  }

  async #record({ tenantId, ref, caseId, purpose, actor, granted }: Read): Promise<void> {
    const mayRead = granted && purpose !== undefined;
    await this.database.query(
      tenantId,
      `insert into vault.read_log (tenant_id, actor_ref, role, unit_id, ref, case_id, purpose, granted)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [tenantId, actor.ref, actor.role, actor.unitId ?? null, ref, caseId, purpose ?? null, mayRead],
    );
    if (purpose === undefined) refuse('PURPOSE_REQUIRED');
    if (!mayRead) refuse('IDENTITY_NOT_PERMITTED');
  }
}

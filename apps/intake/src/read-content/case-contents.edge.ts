import { type CaseState, maySee, refuse } from '@bihuan/case';
import { CaseStore } from '@bihuan/case-store';
import { Refusal } from '@bihuan/kernel';
import type { Caller } from '@bihuan/platform';
import { ReferenceStore } from '@bihuan/reference-store';
import { mayReadContent, type Read, vaultRefusals } from '@bihuan/vault';
import { Injectable } from '@nestjs/common';
import { contentReader } from '../domain/reader.policy.js';

/** A text or file of a case that somebody wants to read. */
export interface Wanted extends Pick<Read, 'ref' | 'caseId' | 'purpose'> {
  /** Whether the case keeps it, and whether the reporter is its author; undefined when it does not. */
  readonly find: (state: CaseState) => Promise<{ readonly isFromReporter: boolean } | undefined>;
}

/** Reads of what cases keep in the vault, each recorded before it is answered. */
@Injectable()
export class CaseContents {
  constructor(
    private readonly cases: CaseStore,
    private readonly references: ReferenceStore,
  ) {}

  /**
   * Lets `read` read it, which records it, granted or not.
   * @throws Refusal CASE_NOT_FOUND, NOT_IN_VAULT, IDENTITY_NOT_PERMITTED, PURPOSE_REQUIRED or SUBJECT_ERASED
   */
  async read<Content>(
    { find, ...wanted }: Wanted,
    caller: Caller,
    read: (read: Read) => Promise<Content>,
  ): Promise<Content> {
    const { tenantId, actor } = caller;
    const [state, reference] = await Promise.all([
      this.cases.get(tenantId, wanted.caseId),
      this.references.inForce(tenantId),
    ]);
    if (state.status === 'NONE') refuse('CASE_NOT_FOUND');
    const found = await find(state);
    if (!maySee(state, caller, reference)) {
      // An attempt on another's case is worth a line in the log, but no other answer than an unknown case gets.
      if (found) await read({ ...wanted, tenantId, actor, granted: false }).catch(ignoreRefusal);
      refuse('CASE_NOT_FOUND');
    }
    if (!found) throw new Refusal('NOT_IN_VAULT', vaultRefusals.NOT_IN_VAULT, { ref: wanted.ref });
    const reader = contentReader(state, caller, reference);
    const granted = mayReadContent({ level: state.confidentiality }, reader, found.isFromReporter);
    return read({ ...wanted, tenantId, actor, granted });
  }
}

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}

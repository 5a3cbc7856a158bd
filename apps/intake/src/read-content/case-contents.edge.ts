import { type CaseState, maySee, refuse } from '@bihuan/case';
import { CaseStore } from '@bihuan/case-store';
import { Refusal } from '@bihuan/kernel';
import type { Caller } from '@bihuan/platform';
import { ReferenceStore } from '@bihuan/reference-store';
import { mayReadContent, type Read, refuseInVault } from '@bihuan/vault';
import { Injectable } from '@nestjs/common';
import { contentReader } from '../domain/reader.policy.js';

/** A text or file of a case that somebody wants to read. */
export interface Wanted extends Pick<Read, 'ref' | 'caseId' | 'purpose'> {
  /** Whether the case keeps it, and whether the reporter is its author; undefined when it does not. */
  readonly find: (state: CaseState) => Promise<{ readonly isFromReporter: boolean } | undefined>;
}

// The path takes any text; what is no reference leads to nobody, and has no place in a log that is kept for years.
const REFERENCE = /^(?:txt|fil)_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

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
    const isThere = state.status !== 'NONE' && maySee(state, caller, reference);
    const found = await find(state);
    if (!isThere || !found) {
      // An attempt on what is another's is worth a line in the log, but no other answer than what is nowhere gets.
      if (REFERENCE.test(wanted.ref)) await read({ ...wanted, tenantId, actor, granted: false }).catch(ignoreRefusal);
      if (!isThere) refuse('CASE_NOT_FOUND');
      refuseInVault('NOT_IN_VAULT', { ref: wanted.ref });
    }
    const reader = contentReader(state, caller, reference);
    const granted = mayReadContent({ level: state.confidentiality }, reader, found.isFromReporter);
    return read({ ...wanted, tenantId, actor, granted });
  }
}

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}

import { type CaseState, noCase } from '@bihuan/case';
import { CaseStore } from '@bihuan/case-store';
import { Ledger } from '@bihuan/event-store';
import { ReferenceStore } from '@bihuan/reference-store';
import { type EraseSubject, refuseInVault, subjectStream } from '@bihuan/vault';
import { Injectable } from '@nestjs/common';
import { filesOfReporter, isPartyText } from '../domain/reader.policy.js';
import { keptBy } from './retention.policy.js';
import { SubjectCases } from './subject-cases.queries.js';

/** A person who may be erased, with all that leads to them. */
export interface Erasable {
  /** The case that names the person; a placeholder when none does. */
  readonly state: CaseState;
  /** The person, their words and their photos. */
  readonly refs: readonly string[];
}

/** Persons, and what keeps their data. */
@Injectable()
export class ErasableSubjects {
  constructor(
    private readonly subjectCases: SubjectCases,
    private readonly cases: CaseStore,
    private readonly references: ReferenceStore,
    private readonly ledger: Ledger,
  ) {}

  /** @throws Refusal NOT_IN_VAULT for an unknown person, LEGAL_HOLD while the law keeps the data */
  async find({ data: { subjectRef, cause }, meta: { tenantId } }: EraseSubject): Promise<Erasable> {
    const [enrolled] = await this.ledger.read(tenantId, subjectStream(subjectRef));
    if (!enrolled) refuseInVault('NOT_IN_VAULT', { ref: subjectRef });
    const caseId = await this.subjectCases.caseOf(tenantId, subjectRef, enrolled.meta.position);
    if (caseId === undefined) return { state: noCase, refs: [subjectRef] };
    const state = await this.cases.get(tenantId, caseId);
    const { settings } = await this.references.inForce(tenantId);
    const kept = keptBy(state, cause, settings, this.ledger.now());
    if (kept) refuseInVault('LEGAL_HOLD', { keptBy: kept, caseStatus: state.status });
    const texts = state.textRefs.filter(({ kind }) => isPartyText(kind)).map(({ ref }) => ref);
    const files = filesOfReporter(await this.cases.history(tenantId, caseId));
    return { state, refs: [subjectRef, ...texts, ...files] };
  }
}

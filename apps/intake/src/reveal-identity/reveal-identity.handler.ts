import { maySee, refuse } from '@bihuan/case';
import { CaseStore } from '@bihuan/case-store';
import { Refusal } from '@bihuan/kernel';
import { ReferenceStore } from '@bihuan/reference-store';
import { fieldsShown, identityShown, refuseInVault, type SubjectFields, VaultReads } from '@bihuan/vault';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { contactReader } from '../domain/reader.policy.js';
import { IdentityLooks, RevealIdentity, type ShownFields, type Wish } from './identity-looks.edge.js';

/** Records each look at a person twice before it is answered, granted or not: in the vault's log and on the person. */
@CommandHandler(RevealIdentity)
export class RevealIdentityHandler implements ICommandHandler<RevealIdentity> {
  constructor(
    private readonly cases: CaseStore,
    private readonly references: ReferenceStore,
    private readonly looks: IdentityLooks,
    private readonly reads: VaultReads,
  ) {}

  async execute(command: RevealIdentity): Promise<SubjectFields> {
    const { data, meta } = command;
    const [state, reference] = await Promise.all([
      this.cases.get(meta.tenantId, data.caseId),
      this.references.inForce(meta.tenantId),
    ]);
    if (state.status === 'NONE') refuse('CASE_NOT_FOUND');
    const isVisible = maySee(state, meta, reference);
    const reader = contactReader(state, meta, reference);
    const confided = { level: state.confidentiality };
    const shown = isVisible && data.purpose ? identityShown(confided, reader, data.purpose) : NOTHING;
    if (state.subjectRef === null) refuseWithoutSubject(isVisible, data, shown);
    await this.looks.record(state, command, shown);
    return this.open(state.subjectRef, command, shown).catch((error: unknown) => {
      if (!isVisible && error instanceof Refusal) refuse('CASE_NOT_FOUND');
      throw error;
    });
  }

  private open(ref: string, { data, meta }: RevealIdentity, shown: ShownFields): Promise<SubjectFields> {
    const { caseId, purpose, fields } = data;
    const { tenantId, actor } = meta;
    return this.reads.identity({ tenantId, ref, caseId, purpose, actor }, fields, shown);
  }
}

const NOTHING: ShownFields = identityShown(
  { level: 'ANONYMOUS' },
  { role: '', isAssigned: false, isAccused: true },
  'AUDIT',
);

/** Nobody is there to be seen, and nobody it could be recorded on; the caller's own faults come first. */
function refuseWithoutSubject(isVisible: boolean, { fields, purpose }: Wish, shown: ShownFields): never {
  if (!isVisible) refuse('CASE_NOT_FOUND');
  const code = fieldsShown(fields, shown).length > 0 ? 'NOT_IN_VAULT' : 'IDENTITY_NOT_PERMITTED';
  return refuseInVault(purpose === undefined ? 'PURPOSE_REQUIRED' : code);
}

import {
  assignmentKey,
  type CaseCommand,
  type CaseCommandName,
  type CaseDecider,
  type CaseEvent,
  caseFold,
  caseIdOf,
  type CaseState,
  caseStream,
  classificationOf,
  lifeCycle,
  mayGive,
  maySee,
  type NewCaseEvent,
  refuse,
} from '@bihuan/case';
import {
  decideOn,
  FileGone,
  Ledger,
  StreamMemory,
  StreamQueue,
  type RecordedEvent,
  type Subject,
} from '@bihuan/event-store';
import {
  BoundedMap,
  type CommandMeta,
  type Decided,
  type Decider,
  type DomainEvent,
  type Fold,
  type StreamState,
  type Trigger,
} from '@bihuan/kernel';
import type { ReferenceData, ReferenceHistory } from '@bihuan/reference';
import { ReferenceStore } from '@bihuan/reference-store';
import { Injectable } from '@nestjs/common';

/** What a command appends or claims beside its own case. */
export type Beside = Pick<Subject<CaseState, CaseEvent, ReferenceData>, 'beside' | 'claim'>;

const MAX_REMEMBERED = 20_000;

/** Cases as services use them: read as they stand, or decided on. */
@Injectable()
export class CaseStore {
  /** Stream of each assignment that was asked for; it never changes. */
  private readonly cases = new BoundedMap<string>(MAX_REMEMBERED);

  constructor(
    private readonly ledger: Ledger,
    private readonly memory: StreamMemory,
    private readonly queue: StreamQueue,
    private readonly references: ReferenceStore,
  ) {}

  /** The case as it stands; status NONE when nobody registered it. */
  async get(tenantId: string, caseId: string): Promise<CaseState> {
    const { snapshot } = await this.memory.read(tenantId, caseStream(caseId));
    return snapshot.stateOf(caseFold);
  }

  /** Its whole history, oldest first. */
  async history(tenantId: string, caseId: string): Promise<readonly RecordedEvent[]> {
    const { snapshot } = await this.memory.read(tenantId, caseStream(caseId));
    return snapshot.events;
  }

  /** The case, for a caller who may know of it. @throws Refusal CASE_NOT_FOUND */
  async visibleTo(
    { tenantId, ...asker }: Pick<CommandMeta, 'tenantId' | 'actor' | 'binding'>,
    caseId: string,
  ): Promise<CaseState> {
    const [state, reference] = await Promise.all([this.get(tenantId, caseId), this.references.inForce(tenantId)]);
    if (state.status === 'NONE' || !maySee(state, asker, reference)) refuse('CASE_NOT_FOUND');
    return state;
  }

  /**
   * The case that an assignment is part of, for whoever may give such a command at all.
   * @throws Refusal ROLE_NOT_ALLOWED, ASSIGNMENT_NOT_FOUND
   */
  async caseOfAssignment(
    { tenantId, actor }: CommandMeta,
    name: CaseCommandName,
    assignmentId: string,
  ): Promise<string> {
    if (!mayGive(actor.role, name)) refuse('ROLE_NOT_ALLOWED', { role: actor.role });
    const remembered = `${tenantId} ${assignmentId}`;
    const known = this.cases.get(remembered) ?? (await this.ledger.streamOf(tenantId, assignmentKey(assignmentId)));
    if (known === undefined) refuse('ASSIGNMENT_NOT_FOUND');
    this.cases.set(remembered, known);
    return caseIdOf(known);
  }

  /**
   * @throws Refusal, also ATTACHMENT_EXPIRED when a file went between the look-up and the append
   * @throws KeyReused, StreamBusy or LedgerUnavailable
   */
  async decide<C extends CaseCommand, Name extends CaseCommandName>(
    decide: CaseDecider<C, Name>,
    command: C,
    beside: Beside = {},
  ): Promise<Decided<CaseState>> {
    const { tenantId } = command.meta;
    const subject: Subject<CaseState, CaseEvent, ReferenceData> = {
      ...this.subject(command.data.caseId, caseFold),
      service: lifeCycle[decide.command].owner,
      reference: (trigger) => this.referenceFor(tenantId, trigger),
      classify: classificationOf,
      statusVersion: ({ statusVersion }) => statusVersion,
      ...beside,
    };
    try {
      return await this.queue.run(`${tenantId} ${subject.streamId}`, () =>
        decideOn(this.store, subject, decide, command),
      );
    } catch (error) {
      if (error instanceof FileGone) refuse('ATTACHMENT_EXPIRED');
      throw error;
    }
  }

  /** The same for supervision's rule over the whole history, with what was in force for each of its events. */
  settle<
    C extends CaseCommand,
    State extends StreamState & { readonly classification: 'INTERNAL' | 'RESTRICTED' },
    Reads extends DomainEvent,
  >(
    fold: Fold<State, Reads>,
    decide: Decider<C, State, NewCaseEvent, ReferenceHistory>,
    command: C,
  ): Promise<Decided<State>> {
    const { tenantId } = command.meta;
    const subject: Subject<State, Reads, ReferenceHistory> = {
      ...this.subject(command.data.caseId, fold),
      service: 'supervision',
      reference: (_, headPosition) => this.references.historyThrough(tenantId, headPosition),
      classify: ({ classification }) => classification,
      statusVersion: () => 0,
    };
    return this.queue.run(`${tenantId} ${subject.streamId}`, () => decideOn(this.store, subject, decide, command));
  }

  private get store() {
    return { ledger: this.ledger, memory: this.memory };
  }

  private subject<State extends StreamState, Reads extends DomainEvent>(caseId: string, fold: Fold<State, Reads>) {
    return { streamId: caseStream(caseId), fold };
  }

  private async referenceFor(tenantId: string, trigger: Trigger | undefined): Promise<ReferenceData> {
    if (!trigger) return this.references.inForce(tenantId);
    return (await this.references.historyThrough(tenantId, trigger.position)).inForceFor(trigger);
  }
}

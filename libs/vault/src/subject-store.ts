import { decideOn, type Ledger, type StreamMemory, type StreamQueue, type Subject } from '@bihuan/event-store';
import type { Command, Decided, Decider } from '@bihuan/kernel';
import { type SubjectFact, subjectStream } from './subject.events.js';
import { type SubjectEvent, subjectFold, type SubjectState } from './subject.fold.js';

/** A command on a person names the person. */
export type SubjectCommand = Command<{ subjectRef: string }>;

type Classification = ReturnType<Subject<SubjectState, SubjectEvent, undefined>['classify']>;

/** Persons as streams: decided on, one command after another. */
export class SubjectStore {
  constructor(
    private readonly ledger: Ledger,
    private readonly memory: StreamMemory,
    private readonly queue: StreamQueue,
  ) {}

  /**
   * The facts are classified as the caller says: only the caller knows the case they are about.
   * @throws Refusal, KeyReused, StreamBusy or LedgerUnavailable
   */
  decide<C extends SubjectCommand>(
    decide: Decider<C, SubjectState, SubjectFact, undefined>,
    command: C,
    classification: Classification,
  ): Promise<Decided<SubjectState>> {
    const { ledger, memory } = this;
    const subject: Subject<SubjectState, SubjectEvent, undefined> = {
      streamId: subjectStream(command.data.subjectRef),
      service: 'vault',
      fold: subjectFold,
      reference: async () => undefined,
      classify: () => classification,
      // A person has no status that a reaction could come too late for.
      statusVersion: () => 0,
    };
    return this.queue.run(`${command.meta.tenantId} ${subject.streamId}`, () =>
      decideOn({ ledger, memory }, subject, decide, command),
    );
  }
}

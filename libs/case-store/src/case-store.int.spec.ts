import { caseDecider, type CaseEventOf, caseStream, fact, type TextRef } from '@bihuan/case';
import { WorkerDatabase } from '@bihuan/event-store';
import { Command, type CommandMeta, type Fold, newId, type StreamState, type Trigger } from '@bihuan/kernel';
import type { ReferenceData, ReferenceHistory } from '@bihuan/reference';
import { ReferenceStore } from '@bihuan/reference-store';
import {
  commandMeta,
  histories,
  leadAssignmentId,
  serviceUnderTest,
  type ServiceUnderTest,
  told,
  uuidOf,
} from '@bihuan/testing';
import { type FileRef, sweepFiles, uploaderOf, VaultErasure, VaultFiles } from '@bihuan/vault';
import { Module } from '@nestjs/common';
import { CaseStore } from './case-store.js';

@Module({})
class CasesAlone {}

let service: ServiceUnderTest;
let cases: CaseStore;
let references: ReferenceStore;
beforeAll(async () => {
  service = await serviceUnderTest({ name: 'case-store', module: CasesAlone, migrations: [] });
  cases = service.app.get(CaseStore);
  references = service.app.get(ReferenceStore);
}, 60_000);
afterAll(() => service.stop());

const metaOf = (role: string, more: Partial<CommandMeta> = {}, unitId = 'CENTRE'): CommandMeta =>
  commandMeta({
    actor: { kind: role === 'SYSTEM' ? 'SYSTEM' : 'STAFF', ref: `${role}-1`, role, unitId },
    at: service.ledger.now(),
    commandId: newId(),
    correlationId: 'c'.repeat(32),
    ...more,
  });
const handler = (unitId: string) => metaOf('UNIT_HANDLER', {}, unitId);
const refusedAs = (code: string) => expect.objectContaining({ code });

describe('a case that somebody asks for', () => {
  it('is shown to whoever may know of it', async () => {
    const { caseId } = await service.given(...histories.dispatched);
    expect(await cases.visibleTo(handler('ZJJ'), caseId)).toEqual(await cases.get('zhanyi', caseId));
  });

  it('is not there for a unit that has no part in it, exactly as one that nobody registered', async () => {
    const { caseId } = await service.given(...histories.dispatched);
    await expect(cases.visibleTo(handler('ZFJ'), caseId)).rejects.toThrow(refusedAs('CASE_NOT_FOUND'));
    await expect(cases.visibleTo(metaOf('DISPATCHER'), newId())).rejects.toThrow(refusedAs('CASE_NOT_FOUND'));
  });

  it('is not there for another tenant', async () => {
    const { caseId } = await service.given(...histories.dispatched);
    const elsewhere = metaOf('DISPATCHER', { tenantId: 'demo2' });
    await expect(cases.visibleTo(elsewhere, caseId)).rejects.toThrow(refusedAs('CASE_NOT_FOUND'));
  });

  it('is told with its whole history, oldest first', async () => {
    const { caseId } = await service.given(...histories.accepted);
    const types = (await cases.history('zhanyi', caseId)).map(({ type }) => type);
    expect(types).toEqual(['CaseRegistered', 'CaseClassified', 'CaseAccepted']);
  });
});

const caseOf = (meta: CommandMeta, assignmentId: string) =>
  cases.caseOfAssignment(meta, 'SignOffAssignment', assignmentId);

describe('the case of an assignment', () => {
  it('is found from the moment the assignment exists, and again', async () => {
    const { caseId, idOf } = await service.given(...histories.dispatched);
    const ask = () => caseOf(handler('ZJJ'), idOf(leadAssignmentId));
    expect([await ask(), await ask()]).toEqual([caseId, caseId]);
  });

  it('is told to no role that may not give the command, whether there is one or not', async () => {
    const { idOf } = await service.given(...histories.dispatched);
    await expect(caseOf(metaOf('AUDITOR'), idOf(leadAssignmentId))).rejects.toThrow(refusedAs('ROLE_NOT_ALLOWED'));
    await expect(caseOf(metaOf('AUDITOR'), newId())).rejects.toThrow(refusedAs('ROLE_NOT_ALLOWED'));
  });

  it('is not found for an assignment that nobody gave, or another tenant did', async () => {
    const { idOf } = await service.given(...histories.dispatched);
    await expect(caseOf(handler('ZJJ'), newId())).rejects.toThrow(refusedAs('ASSIGNMENT_NOT_FOUND'));
    const elsewhere = metaOf('UNIT_HANDLER', { tenantId: 'demo2' }, 'ZJJ');
    await expect(caseOf(elsewhere, idOf(leadAssignmentId))).rejects.toThrow(refusedAs('ASSIGNMENT_NOT_FOUND'));
  });
});

class AcceptCase extends Command<{ caseId: string }> {}
class ResolveRoute extends Command<{ caseId: string }> {}
class SettleClocks extends Command<{ caseId: string }> {}
class SubmitFeedback extends Command<{ caseId: string; assignmentId: string; attachments: readonly FileRef[] }> {}

const acceptCase = caseDecider('AcceptCase', {
  decide: ({ data: { caseId } }: AcceptCase) => [fact('CaseAccepted', { caseId, disposition: 'DISPATCH' })],
});

/** Decides nothing, and remembers the return limit that was handed to it. */
const looking = () => {
  const seen: number[] = [];
  const look = ({ settings }: ReferenceData): never[] => {
    seen.push(settings.returnLimit);
    return [];
  };
  const route = caseDecider('ResolveRoute', { decide: (_: ResolveRoute, __, { reference }) => look(reference) });
  return { seen, look, route };
};
const publishReturnLimit = (returnLimit: number) =>
  references.publish(
    { kind: 'settings', key: 'default', content: { tenantCode: 'ZY', returnLimit } },
    metaOf('SYSTEM', { commandId: newId() }),
  );
const triggerOf = async (caseId: string): Promise<Trigger> => {
  const last = (await service.events(caseId)).at(-1);
  const { eventId = '', version = 0, position = 0, recordedAt = '' } = last?.meta ?? {};
  return { streamId: caseStream(caseId), eventId, version, position, recordedAt };
};

describe('a command on a case', () => {
  it('adds what its rule says, in the name of the service that owns the command', async () => {
    const { caseId } = await service.given(told('CaseRegistered'), told('CaseClassified'));
    const { events, state } = await cases.decide(acceptCase, new AcceptCase({ caseId }, metaOf('CLERK')));
    expect(state.status).toBe('ACCEPTED');
    expect(events).toEqual([
      expect.objectContaining({
        type: 'CaseAccepted',
        data: { caseId, disposition: 'DISPATCH' },
        service: 'INTAKE',
        classification: 'INTERNAL',
      }),
    ]);
  });

  it('is decided on what is in force now for a person, and on what was in force for a trigger', async () => {
    await publishReturnLimit(4);
    const { caseId } = await service.given(...histories.accepted);
    const trigger = await triggerOf(caseId);
    await publishReturnLimit(5);
    const { route, seen } = looking();
    await cases.decide(route, new ResolveRoute({ caseId }, metaOf('SYSTEM')));
    await cases.decide(route, new ResolveRoute({ caseId }, metaOf('SYSTEM', { trigger })));
    expect(seen).toEqual([5, 4]);
  });
});

interface Journal extends StreamState {
  readonly classification: 'INTERNAL' | 'RESTRICTED';
  readonly accepted: { readonly position: number; readonly recordedAt: string };
}
const journalFold: Fold<Journal, CaseEventOf<'CaseAccepted'>> = {
  initialState: {
    version: 0,
    touchedVersion: 0,
    classification: 'RESTRICTED',
    accepted: { position: 0, recordedAt: '' },
  },
  evolve: { CaseAccepted: (state, { meta }) => ({ ...state, accepted: meta }) },
};
const clock = { clockId: uuidOf(30), stage: 'ACCEPT', dueAt: '2025-08-11T16:00:00.000Z' } as const;

describe('the settling of the clocks of a case', () => {
  it('sees what was in force for each event, and is classified by its own fold', async () => {
    await publishReturnLimit(6);
    const { caseId } = await service.given(...histories.accepted);
    await publishReturnLimit(7);
    const { look, seen } = looking();
    const settle = (_: SettleClocks, { accepted }: Journal, { reference }: { reference: ReferenceHistory }) => {
      look(reference.inForceFor(accepted));
      return [fact('SlaBreached', { caseId, ...clock })];
    };
    const { events } = await cases.settle(journalFold, settle, new SettleClocks({ caseId }, metaOf('SYSTEM')));
    expect(seen).toEqual([6]);
    expect(events).toEqual([
      expect.objectContaining({ type: 'SlaBreached', service: 'SUPERVISION', classification: 'RESTRICTED' }),
    ]);
  });
});

const text: TextRef = { ref: `txt_${uuidOf(54)}`, keyedHash: 'a'.repeat(64), chars: 4 };
const submitFeedback = caseDecider('SubmitFeedback', {
  decide: ({ data }: SubmitFeedback) => [
    fact('HandlingFeedbackSubmitted', {
      ...data,
      round: 1,
      truth: 'TRUE',
      beyondDuty: false,
      contactedWhom: 'PARTY',
      solved: true,
      measureRef: text,
      publicReplyRef: text,
      attachments: [...data.attachments],
      resolutionMethod: 'REPAIR',
    }),
  ],
});
const pdf = Buffer.from('%PDF-1.7 a plan of the street');
const lookedUp = async (): Promise<readonly FileRef[]> => {
  const files = service.app.get(VaultFiles);
  const uploader = uploaderOf(handler('ZJJ').actor);
  const { file } = await files.put('zhanyi', pdf, { uploader });
  return (await files.filesOf('zhanyi', [file.attachmentId], { uploader })).found;
};
const inFifteenDays = () => new Date(Date.parse(service.ledger.now()) + 15 * 86_400_000).toISOString();

const submit = async (attachments: readonly FileRef[]) => {
  const { caseId, idOf } = await service.given(...histories.inHandling);
  const data = { caseId, assignmentId: idOf(leadAssignmentId), attachments };
  return { caseId, outcome: cases.decide(submitFeedback, new SubmitFeedback(data, handler('ZJJ'))) };
};

describe('a file that a command names', () => {
  it('is named by the fact while it is there', async () => {
    const files = await lookedUp();
    const { outcome } = await submit(files);
    expect((await outcome).events).toEqual([
      expect.objectContaining({ data: expect.objectContaining({ attachments: files }) }),
    ]);
  });

  it.each([
    ['swept', () => sweepFiles(service.app.get(WorkerDatabase), inFifteenDays())],
    ['erased', ([file]: readonly FileRef[]) => service.app.get(VaultErasure).erase('zhanyi', [String(file?.ref)])],
  ])('has expired when it is %s between the look-up and the append, and nothing is written', async (_, remove) => {
    const files = await lookedUp();
    await remove(files);
    const { caseId, outcome } = await submit(files);
    await expect(outcome).rejects.toThrow(refusedAs('ATTACHMENT_EXPIRED'));
    expect(await service.events(caseId)).toHaveLength(histories.inHandling.length);
  });
});

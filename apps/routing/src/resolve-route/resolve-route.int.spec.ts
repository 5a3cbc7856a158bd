import { caseHandler } from '@bihuan/case-store';
import type { RecordedEvent } from '@bihuan/event-store';
import { histories, serviceUnderTest, type ServiceUnderTest, told } from '@bihuan/testing';
import { Module } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { UnitInbox1764000002000 } from '../migrations/1764000002000-unit-inbox.migration.js';
import { ResolveRoute, resolveRoute } from './resolve-route.decider.js';
import { resolveRouteOn } from './resolve-route.reaction.js';

/** The slice without its subscription: the spec alone delivers events, as late and as often as it likes. */
@Module({ providers: [caseHandler(ResolveRoute, resolveRoute)] })
class UnsubscribedModule {}

describe('an event delivered to the resolver', () => {
  let service: ServiceUnderTest;
  const last = async (caseId: string, type: string): Promise<RecordedEvent> => {
    const event = (await service.events(caseId)).findLast((one) => one.type === type);
    if (!event) throw new Error(`no ${type}`);
    return event;
  };
  const deliver = async (event: RecordedEvent) => {
    const command = resolveRouteOn.commandFor(event, service.ledger.now());
    if (command) await service.app.get(CommandBus).execute(command);
  };
  const typesOf = async (caseId: string) => (await service.events(caseId)).map(({ type }) => type);

  beforeAll(async () => {
    service = await serviceUnderTest({
      name: 'routing',
      module: UnsubscribedModule,
      migrations: [UnitInbox1764000002000],
    });
  }, 60_000);
  afterAll(() => service.stop());

  it('twice dispatches once', async () => {
    const { caseId } = await service.given(...histories.accepted);
    const accepted = await last(caseId, 'CaseAccepted');
    await deliver(accepted);
    await deliver(accepted);
    expect(await typesOf(caseId)).toEqual([
      'CaseRegistered',
      'CaseClassified',
      'CaseAccepted',
      'RouteResolved',
      'AssignmentDispatched',
    ]);
  });

  it('answers its cause in the name of the system', async () => {
    const { caseId } = await service.given(...histories.accepted);
    const accepted = await last(caseId, 'CaseAccepted');
    await deliver(accepted);
    expect((await last(caseId, 'AssignmentDispatched')).meta).toMatchObject({
      actor: { kind: 'SYSTEM', ref: 'routing.resolve-route', role: 'SYSTEM' },
      causationId: accepted.meta.eventId,
    });
  });

  it('comes too late after a dispatch by hand', async () => {
    const { caseId } = await service.given(...histories.dispatched);
    await deliver(await last(caseId, 'CaseAccepted'));
    expect(await typesOf(caseId)).toHaveLength(histories.dispatched.length);
  });

  it('says nothing once more while a case that its own dispatch led to waits for a dispatch by hand', async () => {
    const { caseId } = await service.given(...histories.accepted);
    const accepted = await last(caseId, 'CaseAccepted');
    await deliver(accepted);
    await returnedByLead(caseId);
    await deliver(accepted);
    expect((await typesOf(caseId)).at(-1)).toBe('AssignmentReturnApproved');
  });

  it('says nothing when the first dispatch was by hand and the case waits for the next', async () => {
    const { caseId } = await service.given(...histories.dispatched, told('AssignmentReturnApproved'));
    await deliver(await last(caseId, 'CaseAccepted'));
    expect((await typesOf(caseId)).at(-1)).toBe('AssignmentReturnApproved');
  });

  it('finds the next unit when the lead gave the case back', async () => {
    const fire = { codeSystem: 'ZY-MATTER', categoryCode: 'HZ_FIRE', matterKind: 'HAZARD' } as const;
    const { caseId } = await service.given(
      told('CaseRegistered'),
      told('CaseClassified', fire),
      told('CaseAccepted'),
      told('AssignmentDispatched', { unitId: 'YJJ' }),
      told('AssignmentReturnApproved'),
    );
    await deliver(await last(caseId, 'AssignmentReturnApproved'));
    expect((await last(caseId, 'AssignmentDispatched')).data).toMatchObject({
      unitId: 'JD-LONGHUA',
      cause: 'REDISPATCH',
    });
  });

  async function returnedByLead(caseId: string): Promise<void> {
    const dispatched = await last(caseId, 'AssignmentDispatched');
    const { assignmentId } = dispatched.data as { assignmentId: string };
    const data = { caseId, assignmentId, role: 'LEAD', transferCount: 1 };
    const fact = { type: 'AssignmentReturnApproved', data, classification: 'INTERNAL' } as const;
    await service.ledger.append({
      service: 'routing',
      parts: [
        {
          streamId: dispatched.streamId,
          head: { version: dispatched.meta.version, hash: dispatched.hash },
          facts: [fact],
        },
      ],
      recordedAt: service.ledger.now(),
      meta: {
        tenantId: 'zhanyi',
        actor: { kind: 'STAFF', ref: 'dispatcher-1', role: 'DISPATCHER' },
        at: service.ledger.now(),
        correlationId: '0'.repeat(32),
        commandId: '0190b1f2-7a10-7c1e-9d39-2f6d0f6f2a11',
      },
      sealed: [],
      keys: [],
    });
  }
});

import { caseHandler } from '@bihuan/case-store';
import { histories, serviceUnderTest, type ServiceUnderTest } from '@bihuan/testing';
import { Module } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { UnitInbox1764000002000 } from '../migrations/1764000002000-unit-inbox.migration.js';
import { DispatchReworkController } from './dispatch-rework.controller.js';
import { DispatchRework, dispatchRework } from './dispatch-rework.decider.js';
import { dispatchReworkOn } from './dispatch-rework.reaction.js';

/** The slice without its subscription: the spec alone delivers the order. */
@Module({ controllers: [DispatchReworkController], providers: [caseHandler(DispatchRework, dispatchRework)] })
class UnsubscribedModule {}

describe('a rework order', () => {
  let service: ServiceUnderTest;
  const deliver = async (caseId: string) => {
    const order = (await service.events(caseId)).find(({ type }) => type === 'ReworkOrdered');
    const command = order && dispatchReworkOn.commandFor(order, service.ledger.now());
    if (!command) throw new Error('the case has no order that leads to a command');
    await service.app.get(CommandBus).execute(command);
  };
  const newTypes = async (caseId: string) =>
    (await service.events(caseId)).slice(histories.reworkOrdered.length).map(({ type }) => type);

  beforeAll(async () => {
    service = await serviceUnderTest({
      name: 'routing',
      module: UnsubscribedModule,
      migrations: [UnitInbox1764000002000],
    });
  }, 60_000);
  afterAll(() => service.stop());

  it('delivered twice is dispatched once', async () => {
    const { caseId } = await service.given(...histories.reworkOrdered);
    await deliver(caseId);
    await deliver(caseId);
    expect(await newTypes(caseId)).toEqual(['AssignmentDispatched']);
  });

  it('is dispatched by hand where it did not go out by itself, and then is nothing new', async () => {
    const { caseId } = await service.given(...histories.reworkOrdered);
    const answer = await service.as('dispatcher-1').post(`/v1/routing/cases/${caseId}/dispatch-rework`);
    expect([answer.status, answer.body]).toEqual([200, expect.objectContaining({ caseId, status: 'DISPATCHED' })]);
    await deliver(caseId);
    expect(await newTypes(caseId)).toEqual(['AssignmentDispatched']);
  });
});

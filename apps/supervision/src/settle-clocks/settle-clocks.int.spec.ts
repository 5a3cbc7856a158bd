import type { RecordedEvent } from '@bihuan/event-store';
import { histories, serviceUnderTest, type ServiceUnderTest, told } from '@bihuan/testing';
import { Module } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { SettleClocksHandler } from './settle-clocks.handler.js';
import { settleClocksOn } from './settle-clocks.reaction.js';

/** The slice without its subscription and its timer: the spec alone delivers events, as late and as often as it likes. */
@Module({ providers: [SettleClocksHandler] })
class UnsubscribedModule {}

describe('an event delivered to the clocks', () => {
  let service: ServiceUnderTest;
  const deliver = async (event: RecordedEvent | undefined) => {
    const command = event && settleClocksOn.commandFor(event, service.ledger.now());
    if (command) await service.app.get(CommandBus).execute(command);
  };
  const typesOf = async (caseId: string) => (await service.events(caseId)).map(({ type }) => type);
  /** What the handling clock was last told. */
  const lastOfHandling = async (caseId: string) => {
    const events = await service.events(caseId);
    const started = events.find(
      ({ type, data }) => type === 'SlaStarted' && 'stage' in data && data.stage === 'HANDLING',
    );
    const clockId = started && 'clockId' in started.data ? started.data.clockId : undefined;
    return events.findLast(({ data }) => 'clockId' in data && data.clockId === clockId)?.type;
  };

  beforeAll(async () => {
    service = await serviceUnderTest({ name: 'settle-clocks', module: UnsubscribedModule, migrations: [] });
  }, 60_000);
  afterAll(() => service.stop());

  it('says nothing as an old rejection after the second submission: handling stays paused', async () => {
    const again = [told('HandlingFeedbackRejected'), told('HandlingFeedbackSubmitted')];
    const { caseId } = await service.given(...histories.feedbackSubmitted, ...again);
    const events = await service.events(caseId);
    await deliver(events.at(-1));
    const settled = await typesOf(caseId);
    await deliver(events.findLast(({ type }) => type === 'HandlingFeedbackRejected'));
    await deliver(events.findLast(({ type }) => type === 'HandlingFeedbackRejected'));
    expect(await typesOf(caseId)).toEqual(settled);
    expect(await lastOfHandling(caseId)).toBe('SlaPaused');
  });

  it('says the same in whatever order it comes', async () => {
    const [one, other] = [await service.given(...histories.closed), await service.given(...histories.closed)];
    const forwards = await service.events(one.caseId);
    const backwards = (await service.events(other.caseId)).toReversed();
    for (const event of forwards) await deliver(event);
    for (const event of backwards) await deliver(event);
    expect((await typesOf(other.caseId)).toSorted()).toEqual((await typesOf(one.caseId)).toSorted());
  });
});

import { expectOk, Journey } from '../support/journey.js';
import { newDataDir, removeDataDir, type Standalone, startStandalone, until } from '../support/standalone.js';

interface ClockItem {
  readonly stage: string;
  readonly status: string;
  readonly breached: boolean;
  readonly explained: boolean;
  readonly warned: readonly number[];
}

const submitAndClose = async (journey: Journey) => {
  await journey.submit();
  await journey.post('feedback', 'approve', 'reviewer-1');
  await journey.callBack();
  await journey.reaches('CLOSED');
  await journey.settled();
};

describe('a case that is late', () => {
  const dataDir = newDataDir();
  let house: Standalone;

  beforeAll(async () => {
    house = await startStandalone(dataDir, { BIHUAN_TEST_CLOCK: '1' });
  }, 120_000);
  afterAll(async () => {
    await house.stop();
    removeDataDir(dataDir);
  });

  const clocksOf = async ({ caseId }: Journey): Promise<ClockItem[]> => {
    const { body } = await house.as('supervisor-1').get(`/v1/supervision/cases/${caseId}/clocks`);
    return body['items'] as ClockItem[];
  };
  const handling = async (journey: Journey) => (await clocksOf(journey)).find(({ stage }) => stage === 'HANDLING');
  const pass = async (advance: string) => expectOk(await house.as('admin-1').post('/v1/test/clock', { advance }), 200);

  it('is warned and breached by the clock, must be explained, and then goes on to its end', async () => {
    const journey = await Journey.register(house);
    await journey.accept();
    await journey.reaches('DISPATCHED');
    const { assignmentId } = await journey.lead();
    const handler = house.as('zjj-handler-1');
    expectOk(await handler.post(`/v1/routing/assignments/${assignmentId}/sign`), 200);
    const contact = { medium: 'CALL', result: 'REACHED', at: '2025-08-08T09:10:00+08:00' };
    expectOk(await handler.post(`/v1/feedback/assignments/${assignmentId}/contacts`, contact), 200);
    expect(
      await until(
        () => handling(journey),
        (clock) => clock !== undefined,
      ),
    ).toMatchObject({ status: 'RUNNING', breached: false });
    // Two working days end after six days at the latest, weekend or not; holidays of the year may make it more.
    await pass('P14D');
    const late = await until(
      () => handling(journey),
      (clock) => clock?.breached === true,
      20_000,
    );
    expect(late).toMatchObject({ status: 'RUNNING', breached: true, explained: false });
    await until(
      () => clocksOf(journey),
      (clocks) => clocks.some(({ stage }) => stage === 'BREACH_EXPLANATION'),
    );
    const hasty = await handler.post(`/v1/feedback/cases/${journey.caseId}/submit`, {
      truth: 'TRUE',
      beyondDuty: false,
      contactedWhom: 'PARTY',
      solved: true,
      measure: '更换井盖。',
      publicReply: '井盖已更换。',
      resolutionMethod: 'REPAIR',
      attachmentIds: [],
    });
    expect([hasty.status, hasty.body['code']]).toEqual([409, 'breach-explanation-required']);
    await journey.post('supervision', 'explain-breach', 'zjj-handler-1', {
      reasonCode: 'MATERIALS',
      explanation: '同型号井盖缺货。',
      nextMeasure: '明日到货后更换。',
      promisedOn: '2027-01-15',
    });
    expect(await handling(journey)).toMatchObject({ breached: true, explained: true });
    await submitAndClose(journey);
    expect(await handling(journey)).toMatchObject({ status: 'LATE', breached: true, explained: true });
    const stages = (await clocksOf(journey)).filter(({ stage }) => stage === 'BREACH_EXPLANATION');
    expect(stages).toMatchObject([{ stage: 'BREACH_EXPLANATION' }]);
    expect(await journey.folded()).toBe(journey.seen.get(Number((await journey.look())['version'])));
  }, 90_000);

  it('shows that its clocks can be moved', async () => {
    expect((await house.stranger().get('/health/live')).body).toMatchObject({ testClock: true });
  });
});

import { describeOwnKafka } from '@bihuan/testing';
import { asSuperuser } from '../support/embedded-url.js';
import { cover, coverClass, expectOk, Journey } from '../support/journey.js';
import { startCluster } from '../support/cluster.js';
import { newDataDir, removeDataDir, type Standalone, startStandalone } from '../support/standalone.js';

const typesOf = async (journey: Journey) => (await journey.feed()).map(({ eventType }) => eventType);

/** The journeys of a case, whatever runs the product. */
const tellJourneys = (start: (dataDir: string) => Promise<Standalone>): void => {
  const dataDir = newDataDir();
  let house: Standalone;

  beforeAll(async () => {
    house = await start(dataDir);
  }, 240_000);
  afterAll(async () => {
    await house.stop();
    removeDataDir(dataDir);
  });

  /** What an auditor must find, whatever the journey was. */
  const expectReplayable = async (journey: Journey) => {
    await journey.settled();
    const { version } = await journey.look();
    expect(await journey.folded()).toBe(journey.seen.get(Number(version)));
    const versions = [...journey.seen.keys()];
    const then = await Promise.all(versions.map((seen) => journey.asOf(seen)));
    expect(then).toEqual(versions.map((seen) => journey.seen.get(seen)));
    const proof = await house.as('auditor-1').get(`/v1/audit/cases/${journey.caseId}/proof`);
    expect(proof.body).toMatchObject({ valid: true, headVersion: version, firstBadVersion: null });
  };

  it('goes by the list to its unit, is handled, confirmed and closed', async () => {
    const journey = await Journey.register(house);
    await journey.accept();
    const dispatched = await journey.reaches('DISPATCHED');
    expect(dispatched['assignments']).toMatchObject([{ unitId: 'ZJJ', role: 'LEAD', round: 1, designated: false }]);
    await journey.handle();
    expect(await journey.look()).toMatchObject({ status: 'PENDING_CALLBACK' });
    await journey.callBack();
    expect(await journey.settled()).toMatchObject({
      status: 'CLOSED',
      closure: { closureType: 'CONFIRMED', resolutionLevel: 'COUNTY' },
      counters: { callbackAttempts: 1, reworks: 0 },
    });
    const types = await typesOf(journey);
    expect(types).toEqual(
      expect.arrayContaining(['RouteResolved', 'AssignmentDispatched', 'AssignmentSigned', 'CaseClosed']),
    );
    const clocks = await house.as('supervisor-1').get(`/v1/supervision/cases/${journey.caseId}/clocks`);
    const items = clocks.body['items'] as { stage: string; status: string; terms: { policyId: string } }[];
    expect(Object.fromEntries(items.map(({ stage, status }) => [stage, status]))).toEqual({
      ACCEPT: 'MET',
      DISPATCH: 'MET',
      SIGN_OFF: 'MET',
      FIRST_CONTACT: 'MET',
      HANDLING: 'MET',
      FEEDBACK_REVIEW: 'MET',
      CALLBACK: 'MET',
    });
    expect(items.find(({ stage }) => stage === 'HANDLING')?.terms.policyId).toBe('ZY_ROAD_2WD');
    await expectReplayable(journey);
  }, 60_000);

  it('is dispatched again by itself when the party says it is not solved', async () => {
    const journey = await Journey.register(house);
    await journey.accept();
    await journey.reaches('DISPATCHED');
    await journey.handle();
    await journey.callBack('NOT_SOLVED');
    const again = await journey.reaches('DISPATCHED');
    expect(again).toMatchObject({ round: 2, counters: { reworks: 1 } });
    await journey.handle();
    await journey.callBack();
    expect(await journey.reaches('CLOSED')).toMatchObject({ round: 2, closure: { round: 2 } });
    await expectReplayable(journey);
  }, 60_000);

  it('is decided by the director when two units may be its owner', async () => {
    const journey = await Journey.register(house);
    await journey.accept({ ...coverClass, placeType: 'RESIDENTIAL' });
    await journey.reaches('UNDER_JOINT_REVIEW');
    const route = await house.as('clerk-1').get(`/v1/routing/cases/${journey.caseId}/route`);
    expect(route.body).toMatchObject({ outcome: 'AMBIGUOUS', listVersion: 1 });
    await journey.post('routing', 'decide-joint-review', 'director-1', {
      decision: 'DISPATCH',
      leadUnitId: 'ZJJ',
      coUnitIds: [],
      reason: '道路养护由住建负责。',
    });
    expect(await journey.lead()).toMatchObject({ unitId: 'ZJJ', designated: true });
    await journey.handle();
    await journey.callBack();
    await journey.reaches('CLOSED');
    await expectReplayable(journey);
  }, 60_000);

  it('goes ten times at once', async () => {
    const journeys = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const journey = await Journey.register(house);
        await journey.accept();
        await journey.reaches('DISPATCHED');
        await journey.handle();
        await journey.callBack();
        await journey.reaches('CLOSED');
        return journey;
      }),
    );
    for (const journey of journeys) await expectReplayable(journey);
    expect(new Set(journeys.map(({ caseId }) => caseId)).size).toBe(10);
  }, 120_000);

  it('says no in every way that HTTP knows', async () => {
    const journey = await Journey.register(house);
    const path = `/v1/intake/cases/${journey.caseId}`;
    const accept = (keyId: string, body: object, headers = {}) => house.as(keyId).post(`${path}/accept`, body, headers);
    const whole = { classification: coverClass, disposition: 'DISPATCH' };
    const codes = async (...answers: ReturnType<typeof accept>[]) =>
      (await Promise.all(answers)).map(({ status, body }) => [status, body['code']]);
    await house.as('clerk-1').post(`${path}/classify`, { ...coverClass, publicSafety: true });
    const seen = await codes(
      accept('clerk-1', { ...whole, disposition: 'PERHAPS' }),
      house.stranger().get(path),
      accept('zjj-handler-1', whole),
      house.as('demo2-clerk-1', 'demo2').get(path),
      house
        .as('dispatcher-1')
        .post(`/v1/routing/cases/${journey.caseId}/dispatch`, { leadUnitId: 'ZJJ', coUnitIds: [], reason: '先派。' }),
      accept('clerk-1', whole, { 'if-match': '"1"' }),
      accept('clerk-1', { ...whole, classification: { ...coverClass, categoryCode: 'C9999' } }),
    );
    expect(seen).toEqual([
      [400, 'invalid-request'],
      [401, 'not-authenticated'],
      [403, 'role-not-allowed'],
      [404, 'case-not-found'],
      [409, 'case-not-accepted'],
      [412, 'version-conflict'],
      [422, 'unknown-category'],
    ]);
  });

  it('asks a key that asks too fast to wait, before it looks at anything else', async () => {
    await asSuperuser(dataDir, `update access.api_key set rate = 1, burst = 2 where key_id = 'lvsuo-handler-1'`);
    const fast = house.as('lvsuo-handler-1');
    const asked = [
      await fast.get('/v1/routing/inbox'),
      await fast.get('/v1/routing/inbox'),
      await fast.post('/v1/nowhere'),
    ];
    expect(asked.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(asked[2]?.body).toMatchObject({ code: 'rate-limited' });
    expect(Number(asked[2]?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  });

  it('reads what the vault keeps, with a purpose, and is not told to others', async () => {
    const journey = await Journey.register(house, cover());
    const { textRefs } = (await journey.look()) as { textRefs: { ref: string; kind: string }[] };
    const description = textRefs.find(({ kind }) => kind === 'description');
    const path = `/v1/intake/texts/${description?.ref}?caseId=${journey.caseId}`;
    const read = expectOk(await house.as('clerk-1').get(`${path}&purpose=HANDLING`), 200);
    expect(read.text).toContain('玉林北路污水井盖破损');
    expect((await house.as('clerk-1').get(path)).body).toMatchObject({ status: 422, code: 'purpose-required' });
    const reveal = { fields: ['name', 'phone'], purpose: 'HANDLING' };
    expect((await house.as('clerk-1').post(`/v1/intake/cases/${journey.caseId}/reveal`, reveal)).status).toBe(200);
  });
};

describe('a case, from acceptance to callback, in one process', () => {
  tellJourneys(startStandalone);
});
describeOwnKafka('a case, from acceptance to callback, over services apart and Kafka', () => {
  tellJourneys(startCluster);
});

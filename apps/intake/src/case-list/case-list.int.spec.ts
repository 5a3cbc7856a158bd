import type { NewCaseEvent } from '@bihuan/case';
import { Feed } from '@bihuan/event-store';
import { encodeCursor } from '@bihuan/platform';
import { type Answer, histories, serviceUnderTest, type ServiceUnderTest, told } from '@bihuan/testing';
import { IntakeModule, intakeMigrations } from '../intake.module.js';

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await serviceUnderTest({ name: 'intake', module: IntakeModule, migrations: intakeMigrations });
}, 60_000);
afterAll(() => service.stop());

const codeOf = (answer: Answer): string => answer.json<{ code: string }>().code;
/** As far as the ledger reaches now, for a list to wait for. */
async function upToDate(): Promise<string> {
  return `atLeast=${await service.app.get(Feed).headPosition()}`;
}

interface Listed {
  readonly items: { caseId: string; registeredAt: string }[];
  readonly nextCursor: string | null;
  readonly asOfPosition: number;
}

const about = (unitId: string) => told('CaseClassified', { revision: 2, accusedUnitIds: [unitId] });

const list = async (keyId: string, query: string) =>
  (await service.as(keyId).get(`/v1/intake/cases?${query}`)).json<Listed>();

const idsOf = ({ items }: Listed) => items.map(({ caseId }) => caseId);

const madeUp = (...after: unknown[]) => `cursor=${encodeCursor(after)}`;
const anId = '0190b1f2-7a10-7c1e-9d39-2f6d0f6f2a11';

describe('the list of cases', () => {
  it('shows of each case its codes and instants', async () => {
    const { caseId } = await service.given(...histories.dispatched, told('SlaStarted'));
    const { items } = await list('clerk-1', `limit=200&unitId=ZJJ&${await upToDate()}`);
    expect(items.find((item) => item.caseId === caseId)).toEqual({
      caseId,
      caseNo: expect.stringMatching(/^ZY/),
      status: 'DISPATCHED',
      round: 1,
      level: 'COUNTY',
      channel: 'GRID_APP',
      nature: 'HELP',
      sourceSystem: 'GRID_APP',
      externalTicketNo: expect.stringMatching(/^T-/),
      categoryCode: 'C0102',
      grade: 'GENERAL',
      urgency: 'ORDINARY',
      regionCode: '530303002001',
      gridCode: '5303030020014B001',
      leadUnitId: 'ZJJ',
      registeredAt: expect.any(String),
      dueAt: '2025-08-11T16:00:00.000Z',
      breached: false,
      version: 6,
    });
  });

  it('is found by each of its filters', async () => {
    const history = [
      told('CaseRegistered', {
        channel: 'WALK_IN',
        sourceSystem: 'HALL',
        place: { regionCode: '530303004001', gridCode: '5303030040014B001' },
      }),
      told('CaseClassified', { categoryCode: 'C0201' }),
      told('CaseAccepted'),
      told('RouteResolved'),
      told('AssignmentDispatched', { unitId: 'SWJ' }),
      told('SlaStarted'),
      told('SlaBreached'),
    ];
    const { caseId } = await service.given(...history);
    const [{ meta, data } = { meta: { recordedAt: '' }, data: {} }] = await service.events(caseId);
    const { externalTicketNo } = data as { externalTicketNo?: string };
    const atLeast = await upToDate();
    const filters = [
      'status=DISPATCHED',
      'channel=WALK_IN',
      'sourceSystem=HALL',
      `externalTicketNo=${externalTicketNo}`,
      'unitId=SWJ',
      'gridCode=5303030040014B001',
      'categoryCode=C0201',
      `registeredFrom=${meta.recordedAt}`,
      'breached=true',
    ];
    const found = await Promise.all(filters.map((filter) => list('clerk-1', `limit=200&${filter}&${atLeast}`)));
    expect(found.map((page) => idsOf(page).includes(caseId))).toEqual(filters.map(() => true));
    const others = [
      'status=CLOSED',
      'channel=WEB',
      'sourceSystem=GRID_APP',
      'externalTicketNo=T-0',
      'unitId=ZJJ',
      'gridCode=5303030020014B001',
      'categoryCode=C0102',
      `registeredTo=${meta.recordedAt}`,
      'breached=false',
    ];
    const missed = await Promise.all(others.map((filter) => list('clerk-1', `limit=200&${filter}&${atLeast}`)));
    expect(missed.map((page) => idsOf(page).includes(caseId))).toEqual(others.map(() => false));
  });

  it('goes on where the page before ended, newest first', async () => {
    const registered = told('CaseRegistered', { sourceSystem: 'PAGES' });
    const made = [await service.given(registered), await service.given(registered), await service.given(registered)];
    const query = `sourceSystem=PAGES&limit=2&${await upToDate()}`;
    const first = await list('clerk-1', query);
    const second = await list('clerk-1', `${query}&cursor=${first.nextCursor}`);
    expect([...idsOf(first), ...idsOf(second)]).toEqual(made.map(({ caseId }) => caseId).toReversed());
    expect(second.nextCursor).toBeNull();
  });

  it.each([
    'cursor=abc',
    madeUp('2025-01-01T00:00:00.000Z', '\u0000'),
    madeUp('0000-01-01T00:00:00.000Z', anId),
    madeUp('2025-01-01', anId),
    'status=OPEN',
    'colour=red',
    'limit=0',
    'registeredFrom=yesterday',
  ])('is refused with %s', async (query) => {
    const answer = await service.as('clerk-1').get(`/v1/intake/cases?${query}`);
    expect([answer.status, codeOf(answer)]).toEqual([400, 'invalid-request']);
  });

  it('shows to each the very cases that GET shows one by one', async () => {
    const longhua = { regionCode: '530303002001', gridCode: '5303030020014B001' };
    const xingyuan = { regionCode: '530303004001', gridCode: '5303030040014B001' };
    const varied: readonly (readonly NewCaseEvent[])[] = [
      histories.registered,
      histories.dispatched,
      histories.closed,
      [...histories.dispatched, told('AssignmentReturnApproved')],
      histories.underJointReview,
      [...histories.underJointReview, told('JointReviewDecided')],
      [told('CaseRegistered', { place: xingyuan })],
      [told('CaseRegistered', { place: { regionCode: '530303000000', gridCode: longhua.gridCode } })],
      [told('CaseRegistered', { place: { regionCode: longhua.regionCode, gridCode: xingyuan.gridCode } })],
      [told('CaseRegistered', { place: { regionCode: longhua.regionCode, gridCode: '5303030020001B001' } })],
      [told('CaseRegistered', { place: { regionCode: '530303002000' } })],
      [...histories.accepted, about('SQ-LONGHUA')],
      [...histories.accepted, about('JD-LONGHUA')],
      [
        told('CaseRegistered', {
          sourceSystem: 'HOTLINE_12345',
          reporterId: 'grid-worker-2',
          place: { regionCode: '530303000000' },
        }),
      ],
    ];
    const made: string[] = [];
    for (const history of varied) made.push((await service.given(...history)).caseId);
    const atLeast = await upToDate();
    const keyIds = [
      'clerk-1',
      'auditor-1',
      'zjj-handler-1',
      'zfj-handler-1',
      'jd-longhua-liaison-1',
      'sq-longhua-handler-1',
      'sq-xingyuan-handler-1',
      'grid-worker-1',
      'grid-worker-2',
      'integrator-1',
    ];
    const seen = async (keyId: string) => {
      const listed = new Set(idsOf(await list(keyId, `limit=200&${atLeast}`)));
      const shown = await Promise.all(made.map((caseId) => service.as(keyId).get(`/v1/intake/cases/${caseId}`)));
      return {
        keyId,
        listed: made.map((caseId) => listed.has(caseId)),
        shown: shown.map(({ status }) => status === 200),
      };
    };
    const all = await Promise.all(keyIds.map(seen));
    expect(all.map(({ keyId, listed }) => ({ keyId, cases: listed }))).toEqual(
      all.map(({ keyId, shown }) => ({ keyId, cases: shown })),
    );
  });
});

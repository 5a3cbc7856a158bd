import { spawnSync } from 'node:child_process';
import { asSuperuser } from '../support/embedded-url.js';
import { cover, coverClass } from '../support/journey.js';
import { newDataDir, removeDataDir, type Standalone, startStandalone, until } from '../support/standalone.js';

const CALLERS = 8;
const LOAD_MS = 1_500;
const KILLS = 3;

const UNDISPATCHED = `select count(*)::int as cases from (
  select stream_id from ledger.events where type in ('CaseAccepted', 'AssignmentDispatched')
  group by stream_id having count(*) filter (where type = 'AssignmentDispatched') <> 1) as waiting`;

interface Acknowledged {
  readonly caseId: string;
  readonly eventId: string;
  readonly version: number;
}

describe('a process that is killed under load', () => {
  const dataDir = newDataDir();
  const acknowledged: Acknowledged[] = [];
  let house: Standalone;

  /** Registers and accepts until the process dies, and remembers every fact that was acknowledged. */
  const load = async (): Promise<void> => {
    const [worker, clerk] = [house.as('grid-worker-1'), house.as('clerk-1')];
    const keep = ({ body }: Awaited<ReturnType<typeof worker.post>>) => {
      const events = (body['events'] ?? []) as { eventId: string; version: number }[];
      acknowledged.push(
        ...events.map(({ eventId, version }) => ({ caseId: String(body['caseId']), eventId, version })),
      );
      return String(body['caseId']);
    };
    for (;;) {
      const caseId = keep(await worker.post('/v1/intake/cases', cover()));
      const whole = { classification: coverClass, disposition: 'DISPATCH' };
      keep(await clerk.post(`/v1/intake/cases/${caseId}/accept`, whole));
    }
  };

  beforeAll(async () => {
    for (let kill = 0; kill < KILLS; kill += 1) {
      house = await startStandalone(dataDir);
      const callers = Array.from({ length: CALLERS }, () => load().catch(() => undefined));
      await new Promise((resolve) => setTimeout(resolve, LOAD_MS));
      await house.kill();
      await Promise.all(callers);
    }
    house = await startStandalone(dataDir);
  }, 240_000);
  afterAll(async () => {
    await house.stop();
    removeDataDir(dataDir);
  });

  it('has every acknowledged fact after the next start, once and in its place', async () => {
    const rows = await asSuperuser<{ event_id: string; stream_id: string; version: number }>(
      dataDir,
      `select event_id, stream_id, version from ledger.events where stream_id like 'case-%'`,
    );
    const kept = new Map(rows.map((row) => [row.event_id, `${row.stream_id}@${row.version}`]));
    const lost = acknowledged.filter(
      ({ eventId, caseId, version }) => kept.get(eventId) !== `case-${caseId}@${version}`,
    );
    expect(lost).toEqual([]);
    expect(acknowledged.length).toBeGreaterThan(100);
    expect(kept.size).toBe(rows.length);
  });

  it('goes on by itself: each case that was accepted comes to its unit, once', async () => {
    const [seen] = await until(
      () => asSuperuser<{ cases: number }>(dataDir, UNDISPATCHED),
      ([row]) => row?.cases === 0,
      60_000,
    );
    expect(seen?.cases).toBe(0);
  }, 90_000);

  it('verifies: nothing is altered, and the anchor agrees', () => {
    const run = spawnSync(process.execPath, ['dist/apps/cli/src/main.js', 'verify', '--data-dir', dataDir], {
      encoding: 'utf8',
    });
    expect([run.status, run.stdout]).toEqual([0, expect.stringContaining('agrees')]);
  }, 60_000);
});

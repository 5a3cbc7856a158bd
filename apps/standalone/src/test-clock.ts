import { connectionOf, type Ledger } from '@bihuan/event-store';
import { TestClock } from '@bihuan/platform';
import { Client } from 'pg';

/** Moves the ledger's clock over the migration login; every timer of the process tells the time by it. */
export class LedgerTestClock extends TestClock {
  constructor(
    private readonly adminUrl: string,
    private readonly ledger: Ledger,
  ) {
    super();
  }

  override async advance(ms: number): Promise<string> {
    const admin = new Client(connectionOf(this.adminUrl));
    await admin.connect();
    try {
      await admin.query(`update ledger.clock set "offset" = "offset" + $1 * interval '1 millisecond'`, [ms]);
    } finally {
      await admin.end();
    }
    await this.ledger.measureClock();
    return this.ledger.now();
  }
}

/** Whether this data directory's clock was ever moved. */
export async function clockWasMoved(adminUrl: string): Promise<boolean> {
  const admin = new Client(connectionOf(adminUrl));
  await admin.connect();
  try {
    const { rows } = await admin.query<{ moved: boolean }>(`select "offset" <> '0' as moved from ledger.clock`);
    return rows[0]?.moved ?? false;
  } finally {
    await admin.end();
  }
}

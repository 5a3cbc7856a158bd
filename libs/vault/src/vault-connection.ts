import { Database } from '@bihuan/event-store';
import type { OnApplicationShutdown } from '@nestjs/common';

/** An upload or a download asks once for each MiB, so that few are under way at a time. */
const MAX_CONNECTIONS = 5;

/** The database as the vault's own login sees it; that of the process where it has none. */
export class VaultConnection implements OnApplicationShutdown {
  readonly database: Database;

  constructor(
    private readonly own: Database,
    url?: string,
  ) {
    this.database = url === undefined ? own : new Database(url, MAX_CONNECTIONS);
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.database !== this.own) await this.database.close();
  }
}

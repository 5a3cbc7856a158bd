import type { WorkerDatabase } from '@bihuan/event-store';
import type { HealthCheck } from '@bihuan/platform';

/** Red while the database does not answer. */
export const databaseAnswers =
  (database: WorkerDatabase): HealthCheck =>
  async () => {
    await database.query('select 1');
    return undefined;
  };

import { projectionLoginsSql } from '@bihuan/event-store';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tables of intake are intake's alone. */
export class IntakeLogins1764000001300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(projectionLoginsSql('intake.case_list'));
    await runner.query(`
      revoke all on function intake.reserve_case_serials from bihuan_app;
      grant execute on function intake.reserve_case_serials to bihuan_standalone, bihuan_intake;
    `);
  }

  async down(): Promise<void> {
    throw new Error('what every login could do is not given back');
  }
}

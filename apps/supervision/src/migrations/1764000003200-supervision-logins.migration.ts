import { projectionLoginsSql } from '@bihuan/event-store';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The table of supervision is supervision's alone. */
export class SupervisionLogins1764000003200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(projectionLoginsSql('supervision.sla_board'));
  }

  async down(): Promise<void> {
    throw new Error('what every login could do is not given back');
  }
}

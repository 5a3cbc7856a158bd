import { deadLetterTableSql } from '@bihuan/event-store';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Events that a reaction of this service could not handle. */
export class IntakeDeadLetters1764000001200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(deadLetterTableSql('intake', 'bihuan_worker, bihuan_intake_worker'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table intake.dead_letter_action, intake.dead_letter');
  }
}

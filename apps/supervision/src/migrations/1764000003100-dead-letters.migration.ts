import { deadLetterTableSql } from '@bihuan/event-store';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Events that a reaction of this service could not handle. */
export class SupervisionDeadLetters1764000003100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(deadLetterTableSql('supervision', 'bihuan_worker, bihuan_supervision_worker'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table supervision.dead_letter_action, supervision.dead_letter');
  }
}

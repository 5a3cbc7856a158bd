import { deadLetterTableSql } from '@bihuan/event-store';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Events that a reaction of this service could not handle. */
export class FeedbackDeadLetters1764000004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema feedback;
      grant usage on schema feedback to bihuan_worker, bihuan_feedback_worker;
      ${deadLetterTableSql('feedback', 'bihuan_worker, bihuan_feedback_worker')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema feedback cascade');
  }
}

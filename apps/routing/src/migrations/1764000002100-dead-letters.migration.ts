import { deadLetterTableSql } from '@bihuan/event-store';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Events that a reaction of this service could not handle. */
export class RoutingDeadLetters1764000002100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(deadLetterTableSql('routing', 'bihuan_worker, bihuan_routing_worker'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table routing.dead_letter_action, routing.dead_letter');
  }
}

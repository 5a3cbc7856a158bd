import { projectionLoginsSql } from '@bihuan/event-store';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The table of routing is routing's alone. */
export class RoutingLogins1764000002200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(projectionLoginsSql('routing.unit_inbox'));
  }

  async down(): Promise<void> {
    throw new Error('what every login could do is not given back');
  }
}

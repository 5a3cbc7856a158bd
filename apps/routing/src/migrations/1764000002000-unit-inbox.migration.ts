import { projectionTableSql } from '@bihuan/event-store';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const table = projectionTableSql({
  table: 'routing.unit_inbox',
  key: 'assignment_id',
  columns: [
    'assignment_id text not null',
    'case_id text not null',
    'case_no text not null',
    'unit_id text not null',
    'role text not null',
    'round int4 not null',
    'status text not null',
    'case_status text not null',
    'code_system text',
    'category_code text',
    'dispatched_at timestamptz not null',
    'due_at timestamptz',
  ],
  // Serves the inbox of one unit, soonest due first; what is not due yet comes last.
  indexes: ["unit_id, (coalesce(due_at, timestamptz 'infinity')), assignment_id"],
});

/** The work that waits on each unit. */
export class UnitInbox1764000002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema routing;
      grant usage on schema routing to bihuan_app, bihuan_workers;
      ${table}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table routing.unit_inbox; drop schema routing');
  }
}

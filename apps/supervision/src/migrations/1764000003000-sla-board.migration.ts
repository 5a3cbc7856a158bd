import { projectionTableSql } from '@bihuan/event-store';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const table = projectionTableSql({
  table: 'supervision.sla_board',
  key: 'clock_id',
  columns: [
    'clock_id text not null',
    'case_id text not null',
    'case_no text not null',
    'case_status text not null',
    'stage text not null',
    'status text not null',
    'round int4 not null',
    'assignment_id text',
    'unit_id text',
    'started_at timestamptz not null',
    'due_at timestamptz not null',
    'stopped_at timestamptz',
    'warned json not null',
    'breached bool not null',
    'next_at timestamptz',
  ],
  // Serve the board, soonest due first: of the whole centre, and of one unit.
  indexes: ['status, due_at, clock_id', 'unit_id, status, due_at, clock_id'],
});

/** The clocks of all cases. */
export class SlaBoard1764000003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema supervision;
      grant usage on schema supervision to bihuan_app, bihuan_workers;
      ${table}
      -- Serves the timer, which asks for all tenants at once.
      create index sla_board_next on supervision.sla_board (next_at) where next_at is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table supervision.sla_board; drop schema supervision');
  }
}

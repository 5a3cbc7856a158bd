import { projectionTableSql } from '@bihuan/event-store';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const NEWEST_FIRST = 'registered_at desc, case_id desc';

const TABLE = projectionTableSql({
  table: 'intake.case_list',
  key: 'case_id',
  columns: [
    'case_id text collate "C" not null',
    'case_no text not null',
    'status text not null',
    'round int not null',
    'level text',
    'channel text not null',
    'nature text not null',
    'source_system text not null',
    'external_ticket_no text',
    'category_code text',
    'grade text',
    'urgency text',
    'region_code text collate "C"',
    'grid_code text',
    'lead_unit_id text',
    'registered_at timestamptz not null',
    'due_at timestamptz',
    'breached bool not null',
    'version int not null',
    'marks text[] not null',
    'accused_unit_ids text[] not null',
    'subject_ref text',
    'is_open bool not null',
    'like_system text',
    'like_code text',
    'asset_code text',
    'lat_e6 int',
    'lng_e6 int',
    'reported_at timestamptz not null',
  ],
  // Each serves the list filtered by its first column, newest first.
  indexes: [
    NEWEST_FIRST,
    `status, ${NEWEST_FIRST}`,
    `channel, ${NEWEST_FIRST}`,
    `source_system, ${NEWEST_FIRST}`,
    `external_ticket_no, ${NEWEST_FIRST}`,
    `grid_code, ${NEWEST_FIRST}`,
    `category_code, ${NEWEST_FIRST}`,
    `region_code, ${NEWEST_FIRST}`,
  ],
});

/** The list of cases. */
export class CaseList1764000001100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    await runner.query(`
      -- Serves the cases of a unit or a reporter.
      create index case_list_marks on intake.case_list using gin (marks);
      -- Serves the list of what was late.
      create index case_list_breached on intake.case_list (tenant_id, ${NEWEST_FIRST}) where breached;
      -- Serve the search of duplicates among open cases: a band of latitude within one category, or one asset.
      create index case_list_spot on intake.case_list (tenant_id, like_code, lat_e6) where is_open;
      create index case_list_asset on intake.case_list (tenant_id, asset_code) where is_open and asset_code is not null;
      -- Serves the way from a person to the case.
      create index case_list_subject on intake.case_list (tenant_id, subject_ref) where subject_ref is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table intake.case_list');
  }
}

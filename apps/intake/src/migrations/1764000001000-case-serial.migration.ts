import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Serials of case numbers, one row a tenant and day; taken by a function, so that no login can set them back. */
export class CaseSerial1764000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema intake;
      grant usage on schema intake to bihuan_app, bihuan_workers;
      create table intake.case_serial (
        tenant_id text not null,
        day date not null,
        next int not null,
        primary key (tenant_id, day)
      );
      create function intake.reserve_case_serials(on_day date, wanted int) returns int
        language sql volatile security definer set search_path = intake, pg_temp as $$
          insert into intake.case_serial as s (tenant_id, day, next)
            values (current_setting('bihuan.tenant'), on_day, wanted + 1)
          on conflict (tenant_id, day) do update set next = s.next + wanted
          returning next - wanted;
        $$;
      revoke all on function intake.reserve_case_serials from public;
      grant execute on function intake.reserve_case_serials to bihuan_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function intake.reserve_case_serials; drop table intake.case_serial; drop schema intake');
  }
}

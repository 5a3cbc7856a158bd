import type { MigrationInterface, QueryRunner } from 'typeorm';

const CALLED = 'bihuan_standalone, bihuan_intake, bihuan_routing, bihuan_supervision, bihuan_feedback, bihuan_audit';

/** How often each key has asked, counted for all processes together. */
export class Rates1764000000220 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Not worth a write-ahead log: after a crash of the database every key may use its burst once more.
      create unlogged table access.bucket (
        public_id text primary key,
        tokens float8 not null,
        filled_at timestamptz not null
      ) with (fillfactor = 50);

      -- Takes at most so many requests from a key's bucket, which holds its burst and fills at its rate.
      create function access.take_tokens(key text, rate int, burst int, wanted int, out granted int, out remaining float8)
        language plpgsql volatile security definer set search_path = access, pg_temp
      as $$
      declare
        present timestamptz;
      begin
        insert into bucket (public_id, tokens, filled_at) values (key, burst, clock_timestamp()) on conflict do nothing;
        perform from bucket where public_id = key for update;
        -- After the lock: who waited for it must not count the wait twice.
        present := clock_timestamp();
        select least(burst, tokens + extract(epoch from present - filled_at) * rate) into remaining
          from bucket where public_id = key;
        granted := least(wanted, floor(remaining)::int);
        remaining := remaining - granted;
        update bucket set tokens = remaining, filled_at = present where public_id = key;
      end $$;
      revoke execute on function access.take_tokens from public;
      grant execute on function access.take_tokens to ${CALLED};
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function access.take_tokens; drop table access.bucket');
  }
}

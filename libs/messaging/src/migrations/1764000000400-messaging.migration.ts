import type { MigrationInterface, QueryRunner } from 'typeorm';

const SERVICES = ['intake', 'routing', 'supervision', 'feedback'];
const WORKERS = SERVICES.map((service) => `bihuan_${service}_worker`).join(', ');
const OWN_OFFSETS = SERVICES.map(
  (service) => `create policy ${service} on messaging.offsets to bihuan_${service}_worker
        using (starts_with(subscription, '${service}.')) with check (starts_with(subscription, '${service}.'));`,
).join('\n      ');

/** How far Kafka was written and read: kept here, so that a restore of the database takes it back too. */
class Messaging1764000000400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema messaging;
      grant usage on schema messaging to bihuan_worker, bihuan_relay, ${WORKERS};

      -- One active relay of each name; it is renewed with every batch.
      create table messaging.relays (
        relay text primary key,
        holder uuid,
        held_until timestamptz not null default clock_timestamp(),
        epoch int not null,
        position int8 not null,
        event_id uuid,
        -- Other brokers have nothing of what these have.
        cluster text
      );

      create table messaging.offsets (
        subscription text not null,
        topic text not null,
        partition int not null,
        "offset" int8 not null,
        -- Of the last event before the offset.
        position int8 not null,
        event_id uuid,
        holder uuid not null,
        -- Offsets of other brokers count other messages.
        cluster text not null,
        saved_at timestamptz not null default clock_timestamp(),
        primary key (subscription, topic, partition)
      );
      grant select, insert, update on messaging.relays to bihuan_worker, bihuan_relay;
      grant select, insert, update on messaging.offsets to bihuan_worker, ${WORKERS};

      -- A subscription is named after its service: nobody moves another's place.
      alter table messaging.offsets enable row level security;
      create policy every on messaging.offsets to bihuan_worker using (true) with check (true);
      ${OWN_OFFSETS}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema messaging cascade');
  }
}

/** Tables of the way to Kafka, oldest first. */
export const messagingMigrations = [Messaging1764000000400];

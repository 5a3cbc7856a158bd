import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far Kafka was written and read: kept here, so that a restore of the database takes it back too. */
export class Messaging1764000000400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema messaging;
      grant usage on schema messaging to bihuan_workers;

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
        saved_at timestamptz not null default clock_timestamp(),
        primary key (subscription, topic, partition)
      );
      grant select, insert, update on messaging.relays, messaging.offsets to bihuan_workers;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema messaging cascade');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

const WRITERS = 'bihuan_standalone, bihuan_intake, bihuan_routing, bihuan_supervision, bihuan_feedback';
const CALLERS = `${WRITERS}, bihuan_audit`;
const SERVICES = ['intake', 'routing', 'supervision', 'feedback', 'audit'];
const WORKERS = `bihuan_worker, bihuan_relay, ${SERVICES.map((service) => `bihuan_${service}_worker`).join(', ')}`;

/** From here on the groups hold no privilege: they say whose rows are seen, and each login is granted what it needs. */
const WHAT_WAS_THE_GROUPS = `
  revoke all on schema ledger from bihuan_app, bihuan_workers;
  revoke all on all tables in schema ledger from bihuan_app, bihuan_workers;
  revoke all on function ledger.append, ledger.now from bihuan_app, bihuan_workers, public;
`;

const GRANTS = `
  grant usage on schema ledger to ${CALLERS}, bihuan_vault, ${WORKERS};
  grant execute on function ledger.now to ${CALLERS}, bihuan_vault, ${WORKERS};
  grant execute on function ledger.append to ${WRITERS};
  grant select on ledger.events to ${CALLERS}, ${WORKERS};
  grant select on ledger.keys to ${WRITERS};
  grant select on ledger.epochs to ${WORKERS};
  grant select, insert, update on ledger.checkpoints to ${WORKERS};
  -- Who keeps the ledger seals it, and sweeps the keys that have expired.
  grant select on ledger.seals to bihuan_standalone, bihuan_audit;
  grant select, insert on ledger.seals to bihuan_worker, bihuan_audit_worker;
  grant select, delete on ledger.keys to bihuan_worker, bihuan_audit_worker;
  -- Which build a database was prepared for, asked by a service before it starts.
  grant usage on schema bihuan to ${WORKERS};
  grant select on bihuan.migrations, ledger.event_types to ${WORKERS};
`;

/** A subscription is named after its service, `routing.reactions`: nobody moves another's place. */
const OWN_CHECKPOINTS = `
  alter table ledger.checkpoints enable row level security;
  create policy every on ledger.checkpoints to bihuan_worker using (true) with check (true);
  ${[...SERVICES.map((service) => [service, `bihuan_${service}_worker`] as const), ['relay', 'bihuan_relay'] as const]
    .map(
      ([service, login]) => `
  create policy ${service} on ledger.checkpoints to ${login}
    using (starts_with(subscription, '${service}.')) with check (starts_with(subscription, '${service}.'));`,
    )
    .join('')}
`;

/** What each login may do with the ledger, and no more. */
export class LedgerLogins1764000000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(WHAT_WAS_THE_GROUPS);
    await runner.query(GRANTS);
    await runner.query(OWN_CHECKPOINTS);
  }

  async down(): Promise<void> {
    throw new Error('what every login could do is not given back');
  }
}

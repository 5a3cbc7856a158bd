import type { MigrationInterface, QueryRunner } from 'typeorm';

const READERS =
  'bihuan_standalone, bihuan_intake, bihuan_routing, bihuan_supervision, bihuan_feedback, bihuan_audit, bihuan_worker, ' +
  'bihuan_intake_worker, bihuan_routing_worker, bihuan_supervision_worker, bihuan_feedback_worker, bihuan_audit_worker';

/** Which kinds each service publishes. */
const OWNERS = {
  intake: ['code-system'],
  routing: ['units', 'grids', 'accountability-list'],
  supervision: ['settings', 'calendar', 'sla-policy'],
};

/** What tenants publish is read by every service, and written, kind by kind, by its owner alone. */
export class ReferenceLogins1764000000310 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      revoke all on schema reference from bihuan_app, bihuan_workers;
      revoke all on reference.document from bihuan_app, bihuan_workers;
      grant usage on schema reference to ${READERS};
      grant select on reference.document to ${READERS};
      grant insert on reference.document to bihuan_standalone, bihuan_intake, bihuan_routing, bihuan_supervision;
    `);
    for (const [service, kinds] of Object.entries(OWNERS)) {
      await runner.query(`
        create policy ${service}_publishes on reference.document as restrictive for insert to bihuan_${service}
          with check (kind = any ('{${kinds.join(',')}}'::text[]))
      `);
    }
  }

  async down(): Promise<void> {
    throw new Error('what every login could do is not given back');
  }
}

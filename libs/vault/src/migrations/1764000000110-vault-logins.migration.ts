import type { MigrationInterface, QueryRunner } from 'typeorm';

const KEEPERS = 'bihuan_standalone, bihuan_vault';
const SWEEPERS = 'bihuan_worker, bihuan_intake_worker';

/**
 * The vault is one login's, that of its keeper: it alone opens texts, identity and files, keeps uploads, writes the log
 * of who read, and destroys. Texts come in by the append. A service that names files sees what they are, never a key.
 */
export class VaultLogins1764000000110 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      revoke all on schema vault from bihuan_app, bihuan_workers;
      revoke all on all tables in schema vault from bihuan_app, bihuan_workers;
      revoke all on function vault.discard_upload, vault.sweep_files from bihuan_app, bihuan_workers;

      grant usage on schema vault to ${KEEPERS}, ${SWEEPERS}, bihuan_feedback;
      grant select on vault.sealed, vault.file, vault.file_chunk, vault.read_log to ${KEEPERS};
      grant insert on vault.file, vault.file_chunk, vault.read_log to ${KEEPERS};
      grant update (upload_key) on vault.file to ${KEEPERS};
      grant execute on function vault.discard_upload to ${KEEPERS};
      grant execute on function vault.sweep_files to ${SWEEPERS};
      grant select (ref, tenant_id, hash, bytes, media_type, uploader, stream_id, uploaded_at, used_at, erased_at)
        on vault.file to bihuan_feedback;
    `);
  }

  async down(): Promise<void> {
    throw new Error('what every login could do is not given back');
  }
}

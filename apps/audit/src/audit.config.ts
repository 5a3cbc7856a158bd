import { join } from 'node:path';
import { loadConfig } from '@bihuan/platform';
import { path, serviceSettings, wholePrincipal } from '@bihuan/serving';
import { z } from 'zod';

/** What this service is told by its environment. */
export const auditSettings = z
  .object({
    ...serviceSettings,
    /** Seals, outside the database. */
    BIHUAN_ANCHOR_FILE: path,
  })
  .superRefine(wholePrincipal);

/** @throws Error that names every setting that is unknown or cannot be used */
export const auditConfig = (): z.infer<typeof auditSettings> => loadConfig(auditSettings, process.env);

/** Where the seals of the ledger come from and go to. */
export class AuditOptions {
  /** Ed25519 key, made at the first start; its owner alone may read it. */
  readonly sealKeyFile: string;

  constructor(
    keyDir: string,
    /** Outside the database: a line for each seal. */
    readonly anchorFile: string,
  ) {
    this.sealKeyFile = join(keyDir, 'seal-key.pem');
  }
}

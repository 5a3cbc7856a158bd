/** Where the seals of the ledger come from and go to; the app around this service provides it. */
export class AuditOptions {
  constructor(
    /** Ed25519 key, made at the first start; its owner alone may read it. */
    readonly sealKeyFile: string,
    /** Outside the database: a line for each seal. */
    readonly anchorFile: string,
  ) {}
}

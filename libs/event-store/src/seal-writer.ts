import type { PoolClient } from 'pg';
import type { WorkerDatabase } from './database.js';
import { messageOf } from './fault-code.js';
import { FIRST_PREVIOUS_SEAL, runFrom, runOn, type SealKey, type Seal, type SignedSeal } from './seal.js';
import { appendAnchors, lastAnchored, SEAL_COLUMNS, sealFrom, type SealRow } from './seal-rows.js';

const SEAL_EVERY_MS = 1_000;
const PAGE = 5_000;
/** One process seals at a time; another that tries finds the lock taken and waits for the next round. */
const SEAL_LOCK = [7239, 3];

/** Seals the ledger within a second of each append, and writes each seal to a file outside the database. */
export class SealWriter {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private lastFault: string | undefined;
  private anchored: number | undefined;

  constructor(
    private readonly parts: {
      readonly database: WorkerDatabase;
      readonly key: SealKey;
      readonly anchorFile: string;
      readonly now: () => string;
    },
  ) {}

  start(): void {
    // A round that takes longer, as when the database is away, is not followed by all those it has missed.
    this.timer ??= setInterval(() => {
      this.running ??= this.round();
    }, SEAL_EVERY_MS).unref();
  }

  /** What keeps the ledger from being sealed; undefined when all goes well. */
  trouble(): string | undefined {
    return this.lastFault;
  }

  /** Seals what is left, then stops. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
    await this.round();
  }

  /** Seals everything up to now, page by page. */
  async sealOnce(): Promise<void> {
    // Before the first seal: from then on a file that is not there was lost, and what it said is not made up again.
    // Where it cannot be made, the ledger is sealed all the same.
    this.anchored ??= await this.beginAnchors().catch(() => undefined);
    while (await this.sealPage());
    await this.anchorSeals(this.anchored ?? (await this.beginAnchors()));
  }

  private async round(): Promise<void> {
    try {
      await this.sealOnce();
      this.lastFault = undefined;
    } catch (error) {
      // Told by `trouble`, and tried again with the next round: what is not sealed yet stays unsealed, never half.
      this.lastFault = messageOf(error) || 'error';
    } finally {
      this.running = undefined;
    }
  }

  private sealPage(): Promise<boolean> {
    return this.parts.database.transaction(async (client) => {
      const { rows: locks } = await client.query<{ ok: boolean }>(
        'select pg_try_advisory_xact_lock($1, $2) as ok',
        SEAL_LOCK,
      );
      if (locks[0]?.ok !== true) return false;
      const { rows } = await client.query<SealRow>(
        `select ${SEAL_COLUMNS} from ledger.seals order by seal desc limit 1`,
      );
      const next = await this.nextSeal(client, rows[0] && sealFrom(rows[0]));
      if (!next) return false;
      await client.query(INSERT, valuesOf(this.parts.key.sign(next)));
      return next.events === PAGE;
    });
  }

  private async nextSeal(client: PoolClient, before: SignedSeal | undefined): Promise<Seal | undefined> {
    const after = before?.lastPosition ?? 0;
    const { rows: events } = await client.query<HashRow>(HASHES, [after]);
    const last = events.at(-1);
    if (!last) return undefined;
    const firstPosition = after + 1;
    return {
      seal: (before?.seal ?? 0) + 1,
      firstPosition,
      lastPosition: last.position,
      events: events.length,
      runningHash: events.reduce((run, { position, hash }) => runOn(run, position, hash), runFrom(firstPosition)),
      prevSealHash: before?.sealHash ?? FIRST_PREVIOUS_SEAL,
      sealedAt: this.parts.now(),
    };
  }

  /**
   * The last seal that the file names. Where the file is lost, the newest seal of the ledger: who took the file away may
   * have changed the ledger too, so nothing but the seals to come is anchored, and `verify` tells where the file begins.
   */
  private async beginAnchors(): Promise<number> {
    const { anchorFile, database } = this.parts;
    const last = await lastAnchored(anchorFile);
    if (last !== undefined) return last;
    const [row] = await database.query<{ seal: number }>('select seal from ledger.seals order by seal desc limit 1');
    await appendAnchors(anchorFile, []);
    return row?.seal ?? 0;
  }

  /** Carries the file on to the newest seal. After the commit: a crash in between leaves it behind, never ahead. */
  private async anchorSeals(after: number): Promise<void> {
    const rows = await this.parts.database.query<SealRow>(
      `select ${SEAL_COLUMNS} from ledger.seals where seal > $1 order by seal limit ${PAGE}`,
      [after],
    );
    if (rows.length === 0) return;
    await appendAnchors(this.parts.anchorFile, rows.map(sealFrom));
    this.anchored = rows.at(-1)?.seal ?? after;
  }
}

interface HashRow {
  readonly position: number;
  readonly hash: string;
}

const HASHES = `select position, encode(hash, 'hex') as hash from ledger.events
  where position > $1 order by position limit ${PAGE}`;

const INSERT = `insert into ledger.seals (seal, first_position, last_position, events, running_hash, prev_seal_hash,
    seal_hash, sealed_at, public_key, signature) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

const valuesOf = (seal: SignedSeal): unknown[] => [
  seal.seal,
  seal.firstPosition,
  seal.lastPosition,
  seal.events,
  Buffer.from(seal.runningHash, 'hex'),
  Buffer.from(seal.prevSealHash, 'hex'),
  Buffer.from(seal.sealHash, 'hex'),
  seal.sealedAt,
  Buffer.from(seal.publicKey, 'base64'),
  Buffer.from(seal.signature, 'base64'),
];

import type { WorkerDatabase } from './database.js';
import { FIRST_PREVIOUS_SEAL, isGenuine, runFrom, runOn, type SignedSeal } from './seal.js';
import { type Anchor, anchorsIn, SEAL_COLUMNS, sealFrom, type SealRow } from './seal-rows.js';
import { faultOf, FIRST_LINK, type Link, linkOf, STORED_COLUMNS, type StoredRow } from './verify-stream.js';

const PAGE = 5_000;

/** The first thing found that cannot be: where, and in words. */
export interface Finding {
  readonly position: number | undefined;
  readonly streamId: string | undefined;
  readonly what: string;
}

export interface Verified {
  readonly events: number;
  readonly streams: number;
  readonly seals: number;
  /** Everything up to here is covered by a signed seal. */
  readonly sealedPosition: number;
  readonly headPosition: number;
  /**
   * `agrees`: the file outside the database tells the same from the first seal on. `late`: it begins with a later one,
   * because it was lost; what lies before is, as everything without a file, at best internally consistent.
   */
  readonly anchor: 'agrees' | 'late' | 'missing' | 'differs';
  /** The file vouches for what comes after this position. */
  readonly anchoredAfter: number;
  readonly finding: Finding | undefined;
}

/** Thrown inside a walk at the first thing that cannot be. */
class Found extends Error {
  constructor(readonly finding: Finding) {
    super(finding.what);
  }
}

const found = (what: string, position?: number, streamId?: string): never => {
  throw new Found({ position, streamId, what });
};

/**
 * Walks the whole ledger once: every event against its hash, every stream against its chain, every seal against what
 * it covers and against its signature, and the seals against the anchor file. `progress` hears of each page.
 */
export async function verifyLedger(
  database: WorkerDatabase,
  anchorFile: string,
  progress: (events: number) => void = () => undefined,
): Promise<Verified> {
  const heads = new Map<string, Link>();
  const seals = new SealWalk(database, await lastSealOf(database));
  let [events, position] = [0, 0];
  let finding: Finding | undefined;
  try {
    for (let page = await pageAfter(database, 0); page.length > 0; page = await pageAfter(database, position)) {
      for (const row of page) {
        checkEvent(row, heads);
        await seals.pass(row.position, row.hash.toString('hex'));
        position = row.position;
      }
      events += page.length;
      progress(events);
    }
    await seals.end(position);
  } catch (error) {
    if (!(error instanceof Found)) throw error;
    finding = error.finding;
  }
  const anchor = await compareAnchors(database, anchorFile);
  return {
    events,
    streams: heads.size,
    seals: seals.count,
    sealedPosition: seals.sealedPosition,
    headPosition: position,
    ...anchor,
    finding: finding ?? anchor.finding,
  };
}

async function lastSealOf(database: WorkerDatabase): Promise<number> {
  const [row] = await database.query<{ seal: number }>('select seal from ledger.seals order by seal desc limit 1');
  return row?.seal ?? 0;
}

const pageAfter = (database: WorkerDatabase, after: number): Promise<StoredRow[]> =>
  database.query<StoredRow>(
    `select ${STORED_COLUMNS} from ledger.events where position > $1 order by position limit ${PAGE}`,
    [after],
  );

function checkEvent(row: StoredRow, heads: Map<string, Link>): void {
  const name = `${row.tenant_id} ${row.stream_id}`;
  const fault = faultOf(row, heads.get(name) ?? FIRST_LINK);
  if (fault !== undefined) found(fault, row.position, row.stream_id);
  heads.set(name, linkOf(row));
}

/** Holds the events that pass against the seals, one seal after another. */
class SealWalk {
  count = 0;
  sealedPosition = 0;
  private waiting: SignedSeal[] = [];
  private last: SignedSeal | undefined;
  private running = runFrom(1);
  private events = 0;

  constructor(
    private readonly database: WorkerDatabase,
    /** Seals after this one cover events that the walk may not meet: the ledger is written to while it is read. */
    private readonly lastSeal: number,
  ) {}

  async pass(position: number, hash: string): Promise<void> {
    for (let seal = await this.next(); seal && position > seal.lastPosition; seal = await this.next()) this.close(seal);
    this.running = runOn(this.running, position, hash);
    this.events += 1;
  }

  async end(headPosition: number): Promise<void> {
    for (let seal = await this.next(); seal; seal = await this.next()) {
      if (seal.lastPosition > headPosition) found(`seal ${seal.seal} covers more than there is`, seal.lastPosition);
      this.close(seal);
    }
  }

  private close(seal: SignedSeal): void {
    const fault = this.faultOf(seal);
    if (fault !== undefined) found(`seal ${seal.seal} ${fault}`, seal.firstPosition);
    this.count += 1;
    this.sealedPosition = seal.lastPosition;
    this.last = seal;
    this.waiting.shift();
    this.running = runFrom(seal.lastPosition + 1);
    this.events = 0;
  }

  private faultOf(seal: SignedSeal): string | undefined {
    const { last, events, count } = this;
    const faults: readonly (readonly [boolean, string])[] = [
      [!isGenuine(seal), 'is not what was signed'],
      [seal.seal !== count + 1, `follows seal ${count}`],
      [seal.firstPosition !== this.sealedPosition + 1, 'leaves a gap'],
      [seal.prevSealHash !== (last?.sealHash ?? FIRST_PREVIOUS_SEAL), 'is not chained'],
      [last !== undefined && seal.publicKey !== last.publicKey, 'has another key'],
      [seal.events !== events, `covers ${seal.events} events, there are ${events}`],
      [seal.runningHash !== this.running, 'covers other events or another order'],
    ];
    return faults.find(([isFault]) => isFault)?.[1];
  }

  private async next(): Promise<SignedSeal | undefined> {
    if (this.waiting.length === 0) {
      const rows = await this.database.query<SealRow>(
        `select ${SEAL_COLUMNS} from ledger.seals where seal > $1 and seal <= $2 order by seal limit 500`,
        [this.count, this.lastSeal],
      );
      this.waiting = rows.map(sealFrom);
    }
    return this.waiting[0];
  }
}

type Compared = Pick<Verified, 'anchor' | 'anchoredAfter' | 'finding'>;

/** Holds the lines of the anchor file against the seals, page by page. */
class AnchorWalk {
  first = 0;
  fault: Finding | undefined;
  private last = 0;
  private page: Anchor[] = [];

  constructor(private readonly database: WorkerDatabase) {}

  async pass(anchor: Anchor): Promise<void> {
    // Two processes that seal by turns may both write a line; none may be missing.
    if (this.last > 0 && anchor.seal > this.last + 1) {
      this.fault ??= anchorFault(anchor, `the anchor file leaves out seal ${this.last + 1}`);
    }
    this.first ||= anchor.seal;
    this.last = Math.max(this.last, anchor.seal);
    this.page.push(anchor);
    if (this.page.length === PAGE) await this.compare();
  }

  async compare(): Promise<void> {
    const bad = await firstUnknown(this.database, this.page);
    this.page = [];
    if (bad)
      this.fault ??= anchorFault(bad, `the anchor file names seal ${bad.seal}, which the ledger does not hold so`);
  }
}

async function compareAnchors(database: WorkerDatabase, file: string): Promise<Compared> {
  const walk = new AnchorWalk(database);
  for await (const anchor of anchorsIn(file)) await walk.pass(anchor);
  await walk.compare();
  const { first, fault: finding } = walk;
  if (finding) return { anchor: 'differs', anchoredAfter: 0, finding };
  if (first === 0) return { anchor: 'missing', anchoredAfter: 0, finding };
  return { anchor: first === 1 ? 'agrees' : 'late', anchoredAfter: await positionBefore(database, first), finding };
}

async function positionBefore(database: WorkerDatabase, seal: number): Promise<number> {
  const [row] = await database.query<{ position: number }>(
    'select first_position - 1 as position from ledger.seals where seal = $1',
    [seal],
  );
  return row?.position ?? 0;
}

const anchorFault = ({ lastPosition }: Anchor, what: string): Finding => ({
  position: lastPosition,
  streamId: undefined,
  what,
});

async function firstUnknown(database: WorkerDatabase, anchors: readonly Anchor[]): Promise<Anchor | undefined> {
  const rows = await database.query<{ seal: number; seal_hash: Buffer }>(
    'select seal, seal_hash from ledger.seals where seal = any ($1::int8[])',
    [anchors.map(({ seal }) => seal)],
  );
  const hashes = new Map(rows.map(({ seal, seal_hash: hash }) => [seal, hash.toString('hex')]));
  return anchors.find(({ seal, sealHash }) => hashes.get(seal) !== sealHash);
}

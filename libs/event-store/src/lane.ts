import { appendQuery, type Entry } from './append-batch.js';
import {
  FileGone,
  KeyTaken,
  LedgerUnavailable,
  NotTheWriter,
  OutcomeUnknown,
  StaleStamp,
  VersionConflict,
} from './errors.js';
import { LaneConnection } from './lane-connection.js';
import type { LedgerClock } from './ledger-clock.js';
import { sqlStateOf } from './passing-fault.js';

interface Waiting {
  readonly entry: Entry;
  readonly resolve: (firstPosition: number) => void;
  readonly reject: (reason: unknown) => void;
  tries: number;
}

interface Answer {
  readonly outcomes: readonly (string | null)[];
  readonly first_position: number | null;
}

const MAX_BATCH = 128;
const MAX_WAITING = 5_000;
const BATCH_IN_THE_WRONG_TIME = 'BH001';
/** Statement and lock timeouts, serialisation, resources: they say nothing about what was asked. */
const PASSING = /^(55P03|57014|40|53)/;
/** Within what the function takes for an honest clock (0.5 s), the way there left out. */
const MAX_AHEAD_MS = 400;

const outcomes: Readonly<Record<string, new (message: string) => Error>> = {
  key: KeyTaken,
  version: VersionConflict,
  writer: NotTheWriter,
  stamp: StaleStamp,
  file: FileGone,
};

/** An entry that cannot even be sent. */
class Unsendable extends Error {
  override readonly name = 'Unsendable';
}

/**
 * The one way of this process into the ledger: callers that wait at the same moment go out in one round trip. There is
 * no linger: the first caller goes at once, and whoever comes while it is under way goes with the next.
 */
export class Lane {
  private waiting: Waiting[] = [];
  private running: Promise<void> | undefined;
  private isClosed = false;
  private readonly connection: LaneConnection;

  constructor(
    url: string,
    private readonly clock: LedgerClock,
  ) {
    this.connection = new LaneConnection(url, clock);
  }

  /** Durable once answered; the answer is the position of the entry's first event. */
  append(entry: Entry): Promise<number> {
    if (this.isClosed) return Promise.reject(new LedgerUnavailable('the process is stopping'));
    if (this.waiting.length >= MAX_WAITING) return Promise.reject(new LedgerUnavailable('too many commands wait'));
    return new Promise((resolve, reject) => {
      this.waiting.push({ entry, resolve, reject, tries: 0 });
      this.running ??= this.run();
    });
  }

  /** Measures the database's clock anew. */
  measureClock(): Promise<void> {
    return this.connection.measureClock();
  }

  /** Lets those who wait through, then hangs up. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.running;
    await this.connection.close();
  }

  private async run(): Promise<void> {
    // Callers of the same turn of the event loop go together.
    await Promise.resolve();
    while (this.waiting.length > 0) await this.flush(this.nextBatch());
    // In the same turn as the last look at the queue: a caller who comes after it starts the next run.
    this.running = undefined;
  }

  /** At most one caller for each stream and each key: they cannot both be right, and the loser must not hurt the rest. */
  private nextBatch(): Waiting[] {
    const taken = new Set<string>();
    const batch: Waiting[] = [];
    const later: Waiting[] = [];
    for (const caller of this.waiting) {
      const names = namesOf(caller.entry);
      const isFree = batch.length < MAX_BATCH && names.every((name) => !taken.has(name));
      names.forEach((name) => taken.add(name));
      (isFree ? batch : later).push(caller);
    }
    this.waiting = later;
    return batch;
  }

  /** Settles every caller of the batch, whatever happens. */
  private async flush(batch: readonly Waiting[]): Promise<void> {
    try {
      settle(batch, await this.send(batch.map(({ entry }) => entry)));
    } catch (error) {
      await this.recover(batch, error).catch((fault: unknown) => rejectAll(batch, fault));
    }
  }

  private async recover(batch: readonly Waiting[], error: unknown): Promise<void> {
    if (error instanceof LedgerUnavailable) return this.refuse(batch, error);
    const state = sqlStateOf(error) ?? '';
    if (state === BATCH_IN_THE_WRONG_TIME) await this.connection.measureClock();
    else if (!PASSING.test(state)) return this.oneByOne(batch, error);
    for (const caller of batch) caller.tries += 1;
    const again = batch.filter(({ tries }) => tries === 1);
    rejectAll(
      batch.filter(({ tries }) => tries > 1),
      new LedgerUnavailable(`the ledger answers ${state}`, { cause: error }),
    );
    if (again.length > 0) await this.flush(again);
  }

  /** The fault is one caller's: found by asking for each alone, so that it hurts nobody else. */
  private async oneByOne(batch: readonly Waiting[], error: unknown): Promise<void> {
    if (batch.length === 1) return rejectAll(batch, error instanceof Unsendable ? error.cause : error);
    for (const caller of batch) await this.flush([caller]);
  }

  private refuse(batch: readonly Waiting[], error: LedgerUnavailable): void {
    rejectAll(batch, error);
    // Without a connection those behind would each wait as long as the batch did, and hear the same.
    if (!(error instanceof OutcomeUnknown)) rejectAll(this.waiting.splice(0), error);
  }

  private async send(entries: readonly Entry[]): Promise<Answer> {
    const query = sendable(this.sentAt(entries), entries);
    const [row] = await this.connection.ask<Answer>(query);
    if (!row) throw new Error('ledger.append answered no row');
    return row;
  }

  /**
   * When the batch goes out: not before its newest stamp, which may be that of a head that another process made. A
   * stamp far in the future is left to the function, which refuses its caller and nobody else.
   */
  private sentAt(entries: readonly Entry[]): string {
    const now = this.clock.now();
    const latest = new Date(Date.parse(now) + MAX_AHEAD_MS).toISOString();
    const stamps = entries.flatMap(({ events }) => events.map(({ recordedAt }) => recordedAt));
    return stamps.reduce((sent, stamp) => (stamp > sent && stamp <= latest ? stamp : sent), now);
  }
}

const namesOf = ({ tenantId, heads, keys }: Entry): string[] => [
  ...heads.map(({ streamId }) => `${tenantId} stream ${streamId}`),
  ...keys.map(({ key }) => `${tenantId} key ${key}`),
];

function sendable(sentAt: string, entries: readonly Entry[]): ReturnType<typeof appendQuery> {
  try {
    return appendQuery(sentAt, entries);
  } catch (error) {
    throw new Unsendable('an entry cannot be told in SQL', { cause: error });
  }
}

function settle(batch: readonly Waiting[], { outcomes: told, first_position: first }: Answer): void {
  let position = first ?? 0;
  batch.forEach(({ entry, resolve, reject }, index) => {
    const outcome = told[index];
    if (outcome === null) {
      resolve(position);
      position += entry.events.length;
      return;
    }
    const Reason = outcomes[outcome ?? ''] ?? Error;
    reject(new Reason(`${entry.heads.map(({ streamId }) => streamId).join(', ')}: ${outcome}`));
  });
}

const rejectAll = (batch: readonly Waiting[], reason: unknown): void =>
  batch.forEach((caller) => caller.reject(reason));

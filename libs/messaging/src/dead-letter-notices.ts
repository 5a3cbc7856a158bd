import { pause, unlessAborted, untilItPasses, type Watcher, within, type WorkerDatabase } from '@bihuan/event-store';
import type { Kafka, Message, Producer } from 'kafkajs';
import type { FaultWatcher } from './broker-fault.js';
import type { DeadLetterNotice } from './dead-letter-notice.js';
import { SendFailed } from './errors.js';
import { Hindrance } from './hindrance.js';
import { idempotentProducer } from './kafka-client.js';
import { DEAD_LETTER_TOPIC } from './topics.js';

const LOOK_EVERY_MS = 2_000;
const PAGE = 100;
const GOODBYE_MS = 2_000;

interface Row {
  readonly letterId: string;
  readonly streamId: string;
  readonly version: number;
  readonly position: number;
  readonly eventId: string;
  readonly eventType: string;
  readonly reason: string;
  readonly openedAt: string;
}

interface NoticeParts {
  readonly kafka: Kafka;
  readonly database: WorkerDatabase;
  readonly watcher: Pick<Watcher, 'failed'> & FaultWatcher;
  readonly noticeTopic?: string;
}

/**
 * Tells `bihuan.dead-letters.v1` of each letter that a subscription opens, and each time it fails again. The row is the
 * letter; the notice only says that there is one, and may come twice.
 */
export class DeadLetterNotices {
  private readonly ending = new AbortController();
  private readonly producer: Producer;
  private readonly hindrance: Hindrance;
  private loop: Promise<void> | undefined;

  constructor(
    private readonly subscription: string,
    private readonly parts: NoticeParts,
  ) {
    this.hindrance = new Hindrance(`${subscription} dead-letter notices`, parts.watcher);
    this.producer = idempotentProducer(parts.kafka);
  }

  start(): void {
    this.loop ??= this.run();
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.loop;
    await within(GOODBYE_MS, this.producer.disconnect()).catch(() => undefined);
  }

  private async run(): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      // Whatever fails, the row stays unnoticed and is told later: a notice is no reason to stop.
      const told = await untilItPasses(
        () => this.tellAll(),
        signal,
        (error) => signal.aborted || this.hindrance.met(error) !== undefined,
      );
      if (told !== undefined) this.hindrance.passed();
      await pause(LOOK_EVERY_MS, signal);
    }
  }

  private async tellAll(): Promise<number> {
    const table = `${this.subscription.split('.', 1)[0]}.dead_letter`;
    const { database, noticeTopic: topic = DEAD_LETTER_TOPIC } = this.parts;
    const rows = await database.query<Row>(
      `select letter_id as "letterId", stream_id as "streamId", version, position, event_id as "eventId",
         event_type as "eventType", reason, opened_at as "openedAt"
        from ${table} where subscription = $1 and noticed_at is null order by opened_at limit ${PAGE}`,
      [this.subscription],
    );
    if (rows.length === 0) return 0;
    await unlessAborted(this.send(topic, rows), this.ending.signal);
    await database.query(
      // One that has failed again meanwhile is told again.
      `update ${table} t set noticed_at = clock_timestamp() from unnest($1::uuid[], $2::uuid[]) as s(letter, event)
        where t.letter_id = s.letter and t.event_id = s.event`,
      [rows.map(({ letterId }) => letterId), rows.map(({ eventId }) => eventId)],
    );
    return rows.length;
  }

  private async send(topic: string, rows: readonly Row[]): Promise<void> {
    await this.producer.connect();
    const messages = rows.map((row) => this.noticeOf(row));
    await this.producer.send({ topic, acks: -1, messages }).catch((error: unknown) => {
      throw new SendFailed(topic, error);
    });
  }

  private noticeOf({ streamId, letterId, ...row }: Row): Message {
    const [service = ''] = this.subscription.split('.', 1);
    const caseId = /^case-(.+)$/.exec(streamId)?.[1];
    const notice: DeadLetterNotice = {
      group: this.subscription,
      service,
      letterId,
      streamId,
      ...(caseId ? { caseId } : {}),
      ...row,
    };
    return { key: streamId, value: JSON.stringify(notice), headers: { 'content-type': 'application/json' } };
  }
}

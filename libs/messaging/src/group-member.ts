import {
  type Handler,
  isPassing,
  MAX_STREAMS_AT_ONCE,
  OrderedWork,
  pause,
  Slots,
  type SubscriptionRun,
  untilItPasses,
  type Upcast,
} from '@bihuan/event-store';
import type { EachBatchPayload, KafkaMessage } from 'kafkajs';
import { eventFrom, kindOf, type Received } from './cloud-event.js';
import { brokerFaultOf } from './kafka-client.js';
import type { PartitionPlace, PartitionPlaces, TakenPartition } from './partition-places.js';
import { Repeats } from './repeats.js';

/** So many events are unfinished; no further batch is taken in until they are fewer. */
const MAX_UNFINISHED = 4_000;
const LOOK_EVERY_MS = 50;

interface MemberParts {
  readonly handler: Handler;
  readonly places: PartitionPlaces;
  readonly run: SubscriptionRun;
  readonly upcast: Upcast;
  /** Makes the consumer read a partition from an offset. */
  readonly seek: (partition: number, offset: number) => void;
  readonly atBrokers: () => Promise<AtBrokers>;
}

/** What the brokers tell of a topic. */
export interface AtBrokers {
  /** Names them. */
  readonly cluster: string;
  /** First offset behind the newest message of each partition. */
  readonly ends: ReadonlyMap<number, number>;
}

/** One partition in this process's hands. */
interface Held {
  readonly work: OrderedWork<PartitionPlace>;
  readonly repeats: Repeats;
}

/** What one member of a group has in hand: its partitions, each in order, all with the same slots. */
export class GroupMember {
  private readonly held = new Map<number, Held>();
  private readonly slots = new Slots(MAX_STREAMS_AT_ONCE);
  private readonly ending = new Set<Promise<void>>();
  /** Of the newest assignment; what an older one still asks for is not waited for. */
  private assignment = new AbortController();
  private assigned: readonly number[] = [];
  private isPlacing = false;
  private placed: Promise<void> = Promise.resolve();

  constructor(private readonly parts: MemberParts) {}

  /** The group has given this member partitions; batches wait until the places in them are known. */
  assign(partitions: readonly number[]): void {
    this.assignment.abort();
    this.assignment = new AbortController();
    const { signal } = this.assignment;
    this.assigned = partitions;
    this.isPlacing = true;
    this.placed = this.placed
      .then(() => this.place(partitions, AbortSignal.any([this.parts.run.signal, signal])))
      .catch((error: unknown) => {
        // A consumer that has crashed meanwhile is begun anew by who holds it.
        if (brokerFaultOf(error) === undefined) this.parts.run.giveUp(error);
      })
      .finally(() => {
        if (!signal.aborted) this.isPlacing = false;
      });
  }

  /** Whether the group has given it a partition that it does not hold: another has taken it, or it was never had. */
  get lacksOne(): boolean {
    return !this.isPlacing && this.assigned.some((partition) => !this.held.has(partition));
  }

  /** Takes a batch in; handling it goes on when this has resolved. */
  async take(payload: EachBatchPayload): Promise<void> {
    await this.untilThereIsRoom(payload);
    const { batch } = payload;
    const held = this.held.get(batch.partition);
    // It comes again, until the member holds the partition or has joined the group anew.
    if (!held) return pause(LOOK_EVERY_MS, this.parts.run.signal);
    const { upcast } = this.parts;
    const messages = batch.messages.filter(({ offset }) => Number(offset) >= held.work.taken.offset);
    const received = messages.map((message) => ({
      next: Number(message.offset) + 1,
      told: this.isConcerned(message) ? eventFrom(message, upcast) : undefined,
    }));
    const happened = await this.thatHappened(received.flatMap(({ told }) => told ?? []));
    if (!happened) return;
    // A batch that was asked for before the member was placed may begin anywhere.
    if (this.held.get(batch.partition) !== held || payload.isStale() || !payload.isRunning()) return;
    for (const { next: offset, told } of received) {
      if (!told || !happened.has(told) || held.repeats.isRepeat(told)) {
        held.work.skip({ ...held.work.taken, offset });
        continue;
      }
      const { eventId, position } = told.event.meta;
      held.work.accept(told.event, { offset, position, eventId });
    }
    payload.resolveOffset(batch.lastOffset());
  }

  /** Up to where each partition is handled. */
  reached(): ReadonlyMap<number, PartitionPlace> {
    return new Map([...this.held].map(([partition, { work }]) => [partition, work.place]));
  }

  /** Lets go of a partition: what is under way ends by itself. */
  drop(partition: number): void {
    const held = this.held.get(partition);
    if (!held) return;
    this.held.delete(partition);
    const ended: Promise<void> = held.work.end().finally(() => this.ending.delete(ended));
    this.ending.add(ended);
  }

  /** Begins nothing further and resolves when what is under way has ended. */
  async end(): Promise<void> {
    await Promise.all([...this.ending, ...[...this.held.values()].map(({ work }) => work.end())]);
  }

  /** What may be of no kind is read, for whoever reads it says what is wrong with it. */
  private isConcerned(message: KafkaMessage): boolean {
    const kind = kindOf(message);
    return kind === undefined || this.parts.handler.isConcerned(kind);
  }

  /**
   * Without what is not in the ledger: it was taken back since, or somebody else has written to the topic. Undefined at
   * the end.
   */
  private async thatHappened(received: readonly Received[]): Promise<ReadonlySet<Received> | undefined> {
    const { places, run } = this.parts;
    const events = received.map(({ event }) => event);
    const known = await untilItPasses(() => places.inLedger(events), run.signal);
    return known && new Set(received.filter(({ event }) => known.has(event.meta.eventId)));
  }

  private async place(partitions: readonly number[], signal: AbortSignal): Promise<void> {
    const { handler, places, atBrokers } = this.parts;
    for (const partition of this.held.keys()) if (!partitions.includes(partition)) this.drop(partition);
    const placed = await untilItPasses(
      async () => {
        const { cluster, ends } = await atBrokers();
        if (signal.aborted) return undefined;
        const taken = await places.take(partitions, cluster);
        await handler.begin();
        return { taken, ends };
      },
      signal,
      (error) => isPassing(error) || brokerFaultOf(error) !== undefined,
    );
    if (!placed || signal.aborted) return;
    for (const one of placed.taken) this.hold(one, placed.ends.get(one.partition) ?? 0);
  }

  private hold({ partition, place, wasOurs }: TakenPartition, end: number): void {
    // A topic that ends before the place is another one than was read: it is read anew, and what was handled stays so.
    const isAnother = place.offset > end;
    const from = isAnother ? { ...place, offset: 0 } : place;
    const known = wasOurs && !isAnother ? this.held.get(partition) : undefined;
    if (!known) this.drop(partition);
    const { handler, run } = this.parts;
    const held = known ?? {
      work: new OrderedWork(
        from,
        (events, signal) => run.orGiveUp(() => handler.handle(events, signal), 0),
        this.slots,
      ),
      repeats: new Repeats(),
    };
    this.held.set(partition, held);
    this.parts.seek(partition, held.work.taken.offset);
  }

  private async untilThereIsRoom(payload: EachBatchPayload): Promise<void> {
    const { signal } = this.parts.run;
    const mustWait = () => this.isPlacing || this.unfinished >= MAX_UNFINISHED;
    while (mustWait() && payload.isRunning() && !payload.isStale() && !signal.aborted) {
      await payload.heartbeat();
      await pause(LOOK_EVERY_MS, signal);
    }
  }

  private get unfinished(): number {
    let events = 0;
    for (const { work } of this.held.values()) events += work.unfinishedEvents;
    return events;
  }
}

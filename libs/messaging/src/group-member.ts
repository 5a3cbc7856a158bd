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
import type { EachBatchPayload } from 'kafkajs';
import { eventFrom } from './cloud-event.js';
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
  /** First offset behind the newest message of each partition. */
  readonly ends: () => Promise<ReadonlyMap<number, number>>;
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
  private placed: Promise<void> = Promise.resolve();

  constructor(private readonly parts: MemberParts) {}

  /** The group has given this member partitions; batches wait until the places in them are known. */
  assign(partitions: readonly number[]): void {
    this.placed = this.placed
      .then(() => this.place(partitions))
      .catch((error: unknown) => {
        // A consumer that has crashed meanwhile is begun anew by who holds it.
        if (brokerFaultOf(error) === undefined) this.parts.run.giveUp(error);
      });
  }

  /** Takes a batch in; handling it goes on when this has resolved. */
  async take(payload: EachBatchPayload): Promise<void> {
    await this.placed;
    await this.untilThereIsRoom(payload);
    const { batch } = payload;
    const held = this.held.get(batch.partition);
    // A batch that was asked for before the member was placed may begin anywhere.
    if (!held || payload.isStale() || !payload.isRunning()) return;
    for (const message of batch.messages) {
      const offset = Number(message.offset);
      if (offset < held.work.taken.offset) continue;
      const received = eventFrom(message, this.parts.upcast);
      const { eventId, position } = received.event.meta;
      const place = { offset: offset + 1, position, eventId };
      if (held.repeats.isRepeat(received)) held.work.skip({ ...held.work.taken, offset: offset + 1 });
      else held.work.accept(received.event, place);
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

  private async place(partitions: readonly number[]): Promise<void> {
    const { handler, places, ends, run } = this.parts;
    for (const partition of this.held.keys()) if (!partitions.includes(partition)) this.drop(partition);
    const placed = await untilItPasses(
      async () => {
        const taken = await places.take(partitions);
        await handler.begin();
        return { taken, ends: await ends() };
      },
      run.signal,
      (error) => isPassing(error) || brokerFaultOf(error) !== undefined,
    );
    for (const one of placed?.taken ?? []) this.hold(one, placed?.ends.get(one.partition) ?? 0);
  }

  private hold({ partition, place, wasOurs }: TakenPartition, end: number): void {
    const known = wasOurs ? this.held.get(partition) : undefined;
    if (!known) this.drop(partition);
    // A topic that ends before the place is another one than was read: it is read anew, and what was handled stays so.
    const from = place.offset > end ? { ...place, offset: 0 } : place;
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
    while (this.unfinished >= MAX_UNFINISHED && payload.isRunning() && !payload.isStale() && !signal.aborted) {
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

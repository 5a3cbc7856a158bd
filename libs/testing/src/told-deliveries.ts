import {
  DeadLetters,
  Delivery,
  type Reacting,
  type RecordedEvent,
  type Subscription,
  type Subscriptions,
} from '@bihuan/event-store';
import { newId } from '@bihuan/kernel';
import type { LedgerUnderTest } from './ledger-under-test.js';
import { eventually } from './eventually.js';

/** A process whose way to its engine can be cut, as if it were lost, and mended, as if it had only been asleep. */
export interface ProcessUnderTest {
  readonly subscriptions: Subscriptions;
  readonly lose: () => void;
  readonly mend: () => void;
}

/** Subscriptions of one engine, on a ledger of notes. */
export interface SubscriptionsUnderTest {
  readonly notes: LedgerUnderTest;
  /** As another process has them. */
  process(): Promise<ProcessUnderTest>;
  stop(): Promise<void>;
}

/** What becomes of an event: nothing, a wait, or a fault. `tries` counts from 1. */
export type Handling = (text: string, tries: number) => Promise<void> | void;

/** One subscription of one process, and what it was told: only notes whose text begins with `tag`. */
export class ToldDeliveries {
  readonly handled: string[] = [];
  readonly behind: number[] = [];
  readonly failed: unknown[] = [];
  readonly parked: string[] = [];
  /** Types of the events that were handed over. */
  readonly types = new Set<string>();
  atOnce = 0;
  most = 0;
  private readonly tries = new Map<string, number>();
  private process: ProcessUnderTest | undefined;
  private subscription: Subscription | undefined;
  private delivery: Delivery | undefined;

  constructor(
    private readonly under: SubscriptionsUnderTest,
    private readonly told: { readonly tag: string; readonly handling?: Handling; readonly build?: string },
    readonly name: string = `notes.${newId()}`,
  ) {}

  async start(): Promise<this> {
    const { notes } = this.under;
    const parts = { database: notes.worker, upcast: asStored, build: this.told.build ?? 'test' };
    const letters = new DeadLetters(this.name, parts);
    const handled: Reacting = {
      isConcerned: ({ type }) => type === 'NoteTaken',
      react: (event, behind) => this.react(event, behind),
    };
    this.delivery = new Delivery(handled, letters, {
      failed: (_, __, error) => void this.failed.push(error),
      waiting: () => undefined,
      parked: (_, event) => void this.parked.push(textOfNote(event)),
      stopped: () => undefined,
    });
    this.process = await this.under.process();
    this.subscription = this.process.subscriptions.open(this.name, this.delivery);
    this.subscription.start();
    this.delivery.start();
    return this;
  }

  /** Its process is gone, with what it had in hand. */
  lose(): void {
    this.process?.lose();
  }

  async stop(): Promise<void> {
    this.process?.mend();
    await this.subscription?.stop();
    await this.delivery?.stop();
  }

  trouble(): string | undefined {
    return this.subscription?.trouble();
  }

  /** Resolves once so many notes were handled. */
  handles(count: number): Promise<string[]> {
    return eventually(
      () => this.handled,
      (seen) => seen.length >= count,
    );
  }

  private async react(event: RecordedEvent, behind: readonly RecordedEvent[]): Promise<void> {
    this.types.add(event.type);
    const text = textOfNote(event);
    if (!text.startsWith(this.told.tag)) return;
    const tries = (this.tries.get(text) ?? 0) + 1;
    this.tries.set(text, tries);
    this.atOnce += 1;
    this.most = Math.max(this.most, this.atOnce);
    try {
      await this.told.handling?.(text, tries);
      this.handled.push(text);
      this.behind.push(behind.length);
    } finally {
      this.atOnce -= 1;
    }
  }
}

const asStored = (_: string, __: number, data: unknown): unknown => data;
const textOfNote = ({ data }: RecordedEvent): string => ('text' in data ? String(data.text) : '');

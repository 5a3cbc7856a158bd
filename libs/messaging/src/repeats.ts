import type { RecordedEvent } from '@bihuan/event-store';
import { BoundedMap } from '@bihuan/kernel';
import type { Received } from './cloud-event.js';

/** Of one partition: a relay repeats 100 ms and a page, and a page has 1,000 events. */
const MAX_STREAMS = 5_000;

interface Last {
  readonly epoch: number;
  readonly version: number;
}

/**
 * Knows what a relay sends again: an event whose version is not above the last of its stream. After the ledger was
 * taken back (a higher epoch) versions are given anew, and nothing before counts. A stream that was forgotten here is
 * handed over again, and changes nothing: its commands have their old ids.
 */
export class Repeats {
  private readonly last = new BoundedMap<Last>(MAX_STREAMS);

  /** Whether this was seen before; from now on it is. */
  isRepeat({ event, epoch }: Received): boolean {
    const name = nameOf(event);
    const { version } = event.meta;
    const before = this.last.get(name);
    if (before && (epoch < before.epoch || (epoch === before.epoch && version <= before.version))) return true;
    this.last.set(name, { epoch, version });
    return false;
  }
}

const nameOf = ({ tenantId, streamId }: RecordedEvent): string => `${tenantId} ${streamId}`;

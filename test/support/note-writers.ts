import type { Head } from '@bihuan/event-store';
import { type LedgerUnderTest, newNote, noteTaken } from '@bihuan/testing';
import type { Named } from './topic-counts.js';

/** A stream gets so many events, then the writer begins another. */
export const EVENTS_A_STREAM = 20;
const AGAIN_MS = 50;

/** Writers of notes who go on until they are told to end; what fails is written anew, the way a caller does. */
export class NoteWriters {
  readonly acknowledged: Named[] = [];
  private isEnding = false;
  private readonly running: readonly Promise<void>[];

  constructor(
    private readonly notes: Pick<LedgerUnderTest, 'append'>,
    writers: number,
    private readonly pauseMs = 0,
  ) {
    this.running = Array.from({ length: writers }, () => this.write());
  }

  async end(): Promise<readonly Named[]> {
    this.isEnding = true;
    await Promise.all(this.running);
    return this.acknowledged;
  }

  private async write(): Promise<void> {
    while (!this.isEnding) {
      await this.stream().catch(() => pause(AGAIN_MS));
      await pause(this.pauseMs);
    }
  }

  private async stream(): Promise<void> {
    const streamId = newNote();
    let head: Head | undefined;
    for (let count = 0; count < EVENTS_A_STREAM && !this.isEnding; count += 1) {
      const [event] = await this.notes.append(streamId, [noteTaken(`${count}`)], head ? { head } : {});
      if (!event) throw new Error('nothing was appended');
      head = { version: event.meta.version, hash: event.hash };
      this.acknowledged.push({ streamId, version: event.meta.version, eventId: event.meta.eventId });
      await pause(this.pauseMs);
    }
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

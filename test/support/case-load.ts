import { randomUUID } from 'node:crypto';
import { cover, coverClass } from './journey.js';
import type { Answer, Standalone } from './standalone.js';
import type { Named } from './topic-counts.js';

const AGAIN_MS = 200;
/** Between two cases: callers who leave the product room to recover, on two cores. */
const PAUSE_MS = 150;

/** Callers who register and accept cases until they are told to end, each command as often as it takes, under one key. */
export class CaseLoad {
  readonly acknowledged: Named[] = [];
  /** Streams of the cases that were accepted. */
  readonly accepted: string[] = [];
  private readonly ending = new AbortController();
  private readonly running: readonly Promise<void>[];

  constructor(
    private readonly house: Pick<Standalone, 'as'>,
    callers: number,
  ) {
    this.running = Array.from({ length: callers }, () => this.call());
  }

  async end(): Promise<void> {
    this.ending.abort();
    await Promise.all(this.running);
  }

  private async call(): Promise<void> {
    while (!this.ending.signal.aborted) {
      const caseId = await this.commanded('grid-worker-1', '/v1/intake/cases', cover());
      const whole = { classification: coverClass, disposition: 'DISPATCH' };
      await this.commanded('clerk-1', `/v1/intake/cases/${caseId}/accept`, whole);
      this.accepted.push(`case-${caseId}`);
      await pause(PAUSE_MS);
    }
  }

  /** A caller does not give up: what fails is asked again with its key, and happens once. */
  private async commanded(by: string, path: string, body: object): Promise<string> {
    const headers = { 'idempotency-key': randomUUID() };
    for (;;) {
      const answer = await this.house
        .as(by)
        .post(path, body, headers)
        .catch(() => undefined);
      if (answer && answer.status < 300) return this.keep(answer);
      if (answer && answer.status < 500 && answer.status !== 409 && answer.status !== 429)
        throw new Error(`${path}: ${answer.status} ${answer.text.slice(0, 500)}`);
      await pause(AGAIN_MS);
    }
  }

  private keep({ body }: Answer): string {
    const events = (body['events'] ?? []) as { eventId: string; version: number }[];
    const streamId = `case-${String(body['caseId'])}`;
    this.acknowledged.push(...events.map(({ eventId, version }) => ({ streamId, version, eventId })));
    return String(body['caseId']);
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

import { type CaseEvent, caseFold, caseView } from '@bihuan/case';
import { canonicalJson, type DomainEvent, foldStream } from '@bihuan/kernel';
import { type Answer, type Standalone, until } from './standalone.js';

/** The smallest picture there is: one white pixel. */
const PHOTO = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
  'base64',
);

let tickets = 0;

/** The manhole cover of Zhanyi, as a grid worker reports it; each call is another ticket. */
export const cover = (change: object = {}): object => ({
  sourceSystem: 'GRID_APP',
  externalTicketNo: `ZY-G-${process.pid}-${(tickets += 1)}`,
  channel: 'GRID_APP',
  nature: 'HELP',
  description: '玉林北路污水井盖破损，行人有跌落风险。',
  reportedAt: '2025-08-07T15:19:00+08:00',
  place: {
    regionCode: '530303002001',
    gridCode: '5303030020014B001',
    address: '龙华街道龙华社区玉林北路',
    position: { lng: 103.8221, lat: 25.6003, datum: 'GCJ02', accuracyM: 12 },
  },
  suggestedCategory: { codeSystem: 'GBT30428-2', code: 'C0102' },
  complainant: { name: '王某', phone: '13800000000' },
  confidentiality: 'NORMAL',
  wantsReply: true,
  attachmentIds: [],
  ...change,
});

export const coverClass = {
  codeSystem: 'GBT30428-2',
  categoryCode: 'C0102',
  matterKind: 'COMPONENT',
  grade: 'GENERAL',
  urgency: 'ORDINARY',
};

export const result = (attachmentId: string): object => ({
  truth: 'TRUE',
  beyondDuty: false,
  contactedAt: '2025-08-08T09:10:00+08:00',
  contactedWhom: 'PARTY',
  solved: true,
  measure: '更换井盖并恢复路面。',
  publicReply: '井盖已更换，路面已恢复。',
  resolutionMethod: 'REPAIR',
  attachmentIds: [attachmentId],
});

interface Part {
  readonly assignmentId: string;
  readonly unitId: string;
  readonly role: string;
  readonly round: number;
  readonly status: string;
}

/** One case on its way, and what `GET` answered after each step. */
export class Journey {
  /** Text of `GET` by version. */
  readonly seen = new Map<number, string>();

  private constructor(
    private readonly house: Standalone,
    readonly caseId: string,
  ) {}

  static async register(house: Standalone, report: object = cover(), keyId = 'grid-worker-1'): Promise<Journey> {
    const answer = expectOk(await house.as(keyId).post('/v1/intake/cases', report), 201);
    const journey = new Journey(house, String(answer.body['caseId']));
    await journey.look();
    return journey;
  }

  /** The case as the clerk sees it, kept by its version. */
  async look(): Promise<Record<string, unknown>> {
    const answer = expectOk(await this.house.as('clerk-1').get(`/v1/intake/cases/${this.caseId}`), 200);
    this.seen.set(Number(answer.body['version']), answer.text);
    return answer.body;
  }

  /** Waits until the case has a status. */
  reaches(status: string): Promise<Record<string, unknown>> {
    return until(
      () => this.look(),
      (seen) => seen['status'] === status,
    );
  }

  /** A command under the case, as the key that gives it; 200, or the test fails. */
  async post(service: string, verb: string, keyId: string, body: object = {}): Promise<Answer> {
    const answer = expectOk(await this.house.as(keyId).post(`/v1/${service}/cases/${this.caseId}/${verb}`, body), 200);
    await this.look();
    return answer;
  }

  /** The part of the unit that leads the present round. */
  async lead(): Promise<Part> {
    const { assignments, round } = await this.look();
    const lead = (assignments as Part[]).findLast((part) => part.role === 'LEAD' && part.round === round);
    if (!lead) throw new Error(`nobody leads ${this.caseId}`);
    return lead;
  }

  async accept(classification: object = coverClass): Promise<void> {
    await this.post('intake', 'accept', 'clerk-1', { classification, disposition: 'DISPATCH' });
  }

  /** From the dispatch to the callback: signed, contacted, handled with a photo, approved. */
  async handle(unit = 'zjj'): Promise<void> {
    const { assignmentId } = await this.lead();
    const handler = this.house.as(`${unit}-handler-1`);
    expectOk(await handler.post(`/v1/routing/assignments/${assignmentId}/sign`), 200);
    const contact = { medium: 'CALL', result: 'REACHED', at: '2025-08-08T09:10:00+08:00' };
    expectOk(await handler.post(`/v1/feedback/assignments/${assignmentId}/contacts`, contact), 200);
    await this.submit(unit);
    await this.post('feedback', 'approve', 'reviewer-1');
  }

  /** The result with its photo. */
  async submit(unit = 'zjj'): Promise<void> {
    const photo = expectOk(await this.house.as(`${unit}-handler-1`).upload(PHOTO, 'image/jpeg'), 201);
    await this.post('feedback', 'submit', `${unit}-handler-1`, result(String(photo.body['attachmentId'])));
  }

  /** The party has answered: closed, or another round. */
  async callBack(solved: 'SOLVED' | 'NOT_SOLVED' = 'SOLVED'): Promise<void> {
    await this.post('feedback', 'callback-attempts', 'callback-clerk-1', { channel: 'CALL', result: 'NO_ANSWER' });
    const answers = { channel: 'CALL', solved, satisfaction: solved === 'SOLVED' ? 'SATISFIED' : 'NOT_RATED' };
    await this.post('feedback', 'complete-callback', 'callback-clerk-1', { ...answers, note: '回访属实。' });
  }

  /** Every event of the case as the feed tells it, in its order. */
  async feed(): Promise<readonly FeedEvent[]> {
    const { text } = expectOk(
      await this.house.as('auditor-1').get('/v1/audit/feed', { accept: 'application/x-ndjson' }),
      200,
    );
    const lines = text.split('\n').filter((line) => line !== '');
    return lines
      .map((line) => JSON.parse(line) as FeedEvent)
      .filter(({ streamId }) => streamId === `case-${this.caseId}`);
  }

  /** The case folded from the feed, as the bytes of `GET`. */
  async folded(): Promise<string> {
    const state = foldStream(caseFold, (await this.feed()).map(eventOf));
    return canonicalJson(caseView('zhanyi', state));
  }

  async asOf(version: number): Promise<string> {
    const path = `/v1/audit/cases/${this.caseId}/as-of?version=${version}`;
    return expectOk(await this.house.as('auditor-1').get(path), 200).text;
  }

  /** Waits until no clock is written any more, so that two reads tell the same. */
  async settled(): Promise<Record<string, unknown>> {
    let before = await this.look();
    return until(
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 300));
        const now = await this.look();
        const isSame = now['version'] === before['version'];
        before = now;
        return { now, isSame };
      },
      ({ isSame }) => isSame,
    ).then(({ now }) => now);
  }
}

export interface FeedEvent {
  readonly eventId: string;
  readonly eventType: string;
  readonly streamId: string;
  readonly streamVersion: number;
  readonly globalPosition: number;
  readonly recordedAt: string;
  readonly actor: DomainEvent['meta']['actor'];
  readonly commandId: string;
  readonly causationId?: string;
  readonly data: object;
}

const eventOf = (told: FeedEvent): CaseEvent => {
  const { eventId, streamVersion: version, globalPosition: position, recordedAt, actor, commandId, causationId } = told;
  const meta = { eventId, version, position, recordedAt, actor, commandId };
  return {
    type: told.eventType,
    data: told.data,
    meta: causationId === undefined ? meta : { ...meta, causationId },
  } as CaseEvent;
};

/** The answer itself, when its status is the one expected. */
export function expectOk(answer: Answer, status: number): Answer {
  if (answer.status !== status)
    throw new Error(`${answer.status} instead of ${status}: ${answer.text.slice(0, 1_000)}`);
  return answer;
}

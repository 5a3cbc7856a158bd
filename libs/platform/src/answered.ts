import type { Decided } from '@bihuan/kernel';
import { DecidedDto } from './decided.dto.js';

/** What the answer says of the case itself; the edge knows no case, so its caller tells. */
export interface Seen {
  readonly caseId: string;
  readonly caseNo: string;
  readonly status: string;
}

/** Header fields and status of an answer, kept beside its body. */
export interface Headed {
  readonly etag: string;
  readonly isReplayed: boolean;
  /** Address of what the command made: the answer is 201. */
  readonly location?: string;
}

const heads = new WeakMap<object, Headed>();

/** The answer of an accepted command. Returned by a controller, it brings its ETag, replay mark and 201 with it. */
export function decidedDto(decided: Decided, { caseId, caseNo, status }: Seen, location?: string): DecidedDto {
  const { version, position, events, replayed } = decided;
  const dto = Object.assign(new DecidedDto(), {
    caseId,
    caseNo,
    version,
    status,
    position,
    events: events.map(({ type, meta }) => ({ eventId: meta.eventId, type, version: meta.version })),
  });
  return withHead(dto, { etag: `"${version}"`, isReplayed: replayed, ...(location === undefined ? {} : { location }) });
}

/** The same for an answer with a body of its own: a letter, a reference list, a case as `GET` shows it. */
export function withHead<Body extends object>(body: Body, head: Headed): Body {
  heads.set(body, head);
  return body;
}

export const headOf = (body: unknown): Headed | undefined =>
  typeof body === 'object' && body !== null ? heads.get(body) : undefined;

import { isPassing, KeyReused, StreamBusy } from '@bihuan/event-store';
import { Refusal, type RefusalKind } from '@bihuan/kernel';
import { type EdgeCode, edgeCodes } from './problem-codes.js';
import type { Language } from './language.js';

/** One place of a body, query or path that is wrong, in both languages until the caller's is known. */
export interface FieldFault {
  /** RFC 6901; the whole body is ''. */
  readonly pointer: string;
  /** Where the pointer points into, when it is not the body. */
  readonly in?: 'query' | 'path' | 'header';
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/** The edge says no: thrown anywhere in a request, answered as problem details. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly code: EdgeCode,
    readonly told: {
      /** Members of their own: codes, numbers and instants only. */
      readonly values?: Readonly<Record<string, unknown>>;
      readonly faults?: readonly FieldFault[];
      readonly retryAfterS?: number;
    } = {},
  ) {
    super(code);
  }
}

/** A header that cannot be read is a malformed request; the header is named as the place. */
export const badHeader = (name: string, zh: string, en: string): Problem =>
  new Problem('invalid-request', { faults: [{ pointer: `/${name}`, in: 'header', code: 'malformed-header', zh, en }] });

/** Problem details (RFC 9457) as they are sent. */
interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
  readonly errors?: readonly { pointer: string; in?: string; code: string; detail: string }[];
  readonly [value: string]: unknown;
}

/** An answer ready to be sent. */
export interface ProblemAnswer {
  readonly status: number;
  readonly retryAfterS?: number;
  readonly body: ProblemBody;
}

const STATUS: Record<RefusalKind, number> = {
  missing: 404,
  stale: 412,
  conflict: 409,
  forbidden: 403,
  gone: 410,
  'too-large': 413,
  unsupported: 415,
  invalid: 422,
};

/** The only place that knows both a code and an HTTP status. Anything it does not know is `internal`, without detail. */
export function problemAnswer(error: unknown, language: Language, instance: string): ProblemAnswer {
  if (error instanceof Refusal) {
    const code = error.code.toLowerCase().replaceAll('_', '-');
    return answer({
      code,
      status: STATUS[error.text.kind],
      title: error.text[language],
      instance,
      values: error.values,
    });
  }
  const { code, told } = error instanceof Problem ? error : new Problem(edgeCodeOf(error));
  const { status, ...words } = edgeCodes[code];
  const retryAfterS = told.retryAfterS ?? ('retryAfterS' in words ? words.retryAfterS : undefined);
  const { values = {}, faults } = told;
  return {
    ...answer({
      code,
      status,
      title: words[language],
      instance,
      values,
      ...(faults ? { errors: inWords(faults, language) } : {}),
    }),
    ...(retryAfterS === undefined ? {} : { retryAfterS }),
  };
}

/** The code of an error that is not a problem itself. */
function edgeCodeOf(error: unknown): EdgeCode {
  if (error instanceof StreamBusy) return 'case-busy';
  if (isPassing(error)) return 'service-unavailable';
  if (error instanceof KeyReused) return 'idempotency-key-reused';
  return codeOfStatus(statusOf(error));
}

/** The status that Fastify or Nest wrote on its own error; what is neither is a fault of ours. */
function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null) return 500;
  // Nest's exceptions have getStatus(), Fastify's errors `statusCode`. Their messages may quote the request: never sent.
  if ('getStatus' in error && typeof error.getStatus === 'function') return Number(error.getStatus());
  return 'statusCode' in error ? Number(error.statusCode) : 500;
}

const ofStatus = new Map<number, EdgeCode>([
  [400, 'invalid-request'],
  [401, 'not-authenticated'],
  // No guard of Nest forbids anything here: only a path that leads out of the API pages is forbidden, by their files.
  [403, 'not-found'],
  [404, 'not-found'],
  [408, 'request-timeout'],
  [413, 'payload-too-large'],
  [414, 'uri-too-long'],
  [415, 'unsupported-media-type'],
  [429, 'rate-limited'],
  [431, 'headers-too-large'],
  [503, 'service-unavailable'],
]);

/** The edge's code for a status that a library chose. */
const codeOfStatus = (status: number): EdgeCode => ofStatus.get(status) ?? 'internal';

interface Told {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly instance: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly errors?: ProblemBody['errors'] & object;
}

function answer({ code, status, title, instance, values, errors }: Told): ProblemAnswer {
  const told = Object.entries(values).map(([name, value]) => `${name}: ${inline(value)}`);
  const detail = told.length === 0 ? title : `${title} (${told.join('; ')})`;
  const type = `urn:bihuan:problem:${code}`;
  return { status, body: { ...values, type, title, status, detail, instance, code, ...(errors ? { errors } : {}) } };
}

const inline = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(inline).join(', ');
  return JSON.stringify(value ?? null);
};

const inWords = (faults: readonly FieldFault[], language: Language): ProblemBody['errors'] & object =>
  faults.map(({ pointer, in: place, code, [language]: detail }) => ({
    pointer,
    ...(place === undefined ? {} : { in: place }),
    code,
    detail,
  }));

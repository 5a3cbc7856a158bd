import type { RecordedEvent } from '@bihuan/event-store';
import type { CommandMeta } from '@bihuan/kernel';
import { type FieldFault, isCivilDate, Problem, withHead } from '@bihuan/platform';
import {
  kinds,
  type Problem as Fault,
  problemTexts,
  type PublishedDocument,
  type ReferenceKind,
} from '@bihuan/reference';
import { ReferenceStore } from '@bihuan/reference-store';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PublishedDto, VersionDto } from './publication.dto.js';
import { adminOnly } from './readers.policy.js';

/** Publishes what a tenant works by, as a whole: every row is checked, and any fault forbids all of it. */
@Injectable()
export class Publications {
  constructor(private readonly references: ReferenceStore) {}

  /**
   * The body is the content, with `validFrom` beside it where the kind is dated; `named` stands in the path.
   * @throws Refusal ROLE_NOT_ALLOWED
   * @throws Problem invalid-request, with every fault at its place
   */
  async publish(kind: ReferenceKind, body: unknown, meta: CommandMeta, named: object = {}): Promise<PublishedDto> {
    const { validFrom, content } = partsOf(kind, isFields(body) ? { ...body, ...named } : body);
    adminOnly(meta.actor);
    const outcome = await this.references.publish(kind, content, validFrom, meta);
    if (!('event' in outcome)) throw refused(outcome.problems.map(faultOf));
    return publishedDto(outcome.event);
  }
}

/** A version as lists show it. */
export const versionDto = ({ version, validFrom }: PublishedDocument): VersionDto => ({
  version,
  validFrom: validFrom ?? null,
});

/** JSON Schema of a publication's body, for the API document; what it is held against, less what stands in the path. */
export function bodySchema(kind: ReferenceKind, named: readonly string[] = []): object {
  const { $schema: _, properties = {}, required = [], ...schema } = z.toJSONSchema(kinds[kind].schema, { io: 'input' });
  const shown = Object.entries(properties).filter(([name]) => !named.includes(name));
  return {
    ...schema,
    required: required.filter((name) => !named.includes(name)),
    properties: { ...(isDated(kind) ? { validFrom: FIRST_DAY } : {}), ...Object.fromEntries(shown) },
  };
}

const FIRST_DAY = { type: 'string', format: 'date', description: 'First day; without it at once.' };

/** A calendar is published by the year: its days say themselves when they are. */
const isDated = (kind: ReferenceKind): boolean => kind !== 'calendar';

const isFields = (body: unknown): body is Readonly<Record<string, unknown>> =>
  typeof body === 'object' && body !== null && !Array.isArray(body);

function partsOf(
  kind: ReferenceKind,
  body: unknown,
): { readonly validFrom: string | undefined; readonly content: unknown } {
  if (!isFields(body) || !isDated(kind) || body['validFrom'] === undefined)
    return { validFrom: undefined, content: body };
  const { validFrom, ...content } = body;
  if (typeof validFrom === 'string' && isCivilDate(validFrom)) return { validFrom, content };
  const words = { code: 'date-expected', zh: '须为存在的日期（YYYY-MM-DD）', en: 'must be a real date (YYYY-MM-DD)' };
  throw refused([{ pointer: '/validFrom', ...words }]);
}

const faultOf = ({ pointer, code }: Fault): FieldFault => ({ pointer, code, ...problemTexts[code] });

const refused = (faults: readonly FieldFault[]): Problem => new Problem('invalid-request', { faults });

function publishedDto({ type, meta: { eventId, version, position } }: RecordedEvent): PublishedDto {
  const dto = { version, position, events: [{ eventId, type, version }] };
  return withHead(dto, { etag: `"${version}"`, isReplayed: false });
}

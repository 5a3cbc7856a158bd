import { onlyFor } from '@bihuan/case';
import type { CommandMeta, Decided } from '@bihuan/kernel';
import { Problem, withHead } from '@bihuan/platform';
import type { DocumentOf, ReferenceKind, VersionOfDocument, VersionsState } from '@bihuan/reference';
import { ReferenceStore, RowsRefused } from '@bihuan/reference-store';
import { Injectable } from '@nestjs/common';
import { partsOf, refusedRows } from './publication-body.js';
import { PublishedDto, type VersionDto } from './publication.dto.js';
import { publishAsSeen } from './publish.decider.js';

/** The key of a kind of which a tenant has one set. */
const ONLY = 'default';

/** A publication as the edge takes it. */
export interface Wish {
  readonly kind: ReferenceKind;
  /** What the path names, where a tenant has several sets of a kind. */
  readonly key?: string;
  /** The content, with `validFrom` beside it where the kind is dated. */
  readonly body: unknown;
  /** Path at which the versions are shown. */
  readonly location: string;
}

/** What a tenant has published of one set. */
export interface PublishedSet<Name extends ReferenceKind> {
  /** Undefined when none is in force. */
  readonly inForce: DocumentOf<Name> | undefined;
  /** Oldest first. */
  readonly versions: readonly DocumentOf<Name>[];
}

/** What tenants publish, for every service that owns a part of it: each set as a whole, version after version. */
@Injectable()
export class Publications {
  constructor(private readonly references: ReferenceStore) {}

  /**
   * Publishes a new version: every row is checked, and any fault forbids all of it. A key's repeat is the first answer.
   * @throws Refusal ROLE_NOT_ALLOWED unless an ADMIN asks, VERSION_CONFLICT
   * @throws Problem invalid-request, with every fault at its place
   */
  async publish({ kind, key = ONLY, body, location }: Wish, meta: CommandMeta): Promise<PublishedDto> {
    // Before the content is looked at: nobody else may have it checked and written.
    onlyFor(meta.actor, 'ADMIN');
    const version = { kind, key, ...partsOf(kind, key, body) };
    try {
      return publishedDto(await this.references.publish(version, meta, publishAsSeen), location);
    } catch (error) {
      if (error instanceof RowsRefused) throw refusedRows(error.faults);
      throw error;
    }
  }

  /**
   * Every version of a set and the one in force.
   * @throws Problem not-found for a name under which nothing was published
   */
  async versions<Name extends ReferenceKind>(
    tenantId: string,
    kind: Name,
    named?: string,
  ): Promise<PublishedSet<Name>> {
    const key = named ?? ONLY;
    const versions = await this.references.versionsOf(tenantId, kind, key);
    if (named !== undefined && versions.length === 0) throw new Problem('not-found');
    return { inForce: await this.references.versionInForce(tenantId, kind, key), versions };
  }
}

/** A version as lists show it. */
export const versionDto = ({ version, validFrom, validTo }: VersionOfDocument): VersionDto => ({
  version,
  validFrom: validFrom ?? null,
  validTo: validTo ?? null,
});

/** A set as `GET` shows it: what is in force with its content, and what else there is. */
export const setDto = <Name extends ReferenceKind, Content extends object>(
  { inForce, versions }: PublishedSet<Name>,
  contentOf: (document: DocumentOf<Name>) => Content,
): { inForce: (VersionDto & Content) | null; versions: VersionDto[] } => ({
  inForce: inForce ? Object.assign(versionDto(inForce), contentOf(inForce)) : null,
  versions: versions.map(versionDto),
});

function publishedDto({ state, version, position, events, replayed }: Decided<VersionsState>, location: string) {
  if (!state.newest) throw new Error('a publication leaves a version behind');
  const { contentHash, validFrom, count } = state.newest;
  const dto = Object.assign(new PublishedDto(), {
    version,
    validFrom: validFrom ?? null,
    ...(count === undefined ? {} : { count }),
    contentHash,
    position,
    events: events.map(({ type, meta }) => ({ eventId: meta.eventId, type, version: meta.version })),
  });
  return withHead(dto, { etag: `"${version}"`, isReplayed: replayed, location });
}

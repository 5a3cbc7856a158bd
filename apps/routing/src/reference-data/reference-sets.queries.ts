import { refuse } from '@bihuan/case';
import { Ledger } from '@bihuan/event-store';
import type { CommandMeta } from '@bihuan/kernel';
import { Problem, withHead } from '@bihuan/platform';
import {
  type Problem as SetProblem,
  problemTexts,
  type PublishedDocument,
  type ReferenceKind,
  type VersionOfDocument,
} from '@bihuan/reference';
import { ReferenceStore } from '@bihuan/reference-store';
import { civilDateOf } from '@bihuan/working-time';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PublishedDto, type VersionDto } from './reference-data.dto.js';
import { versionInForce } from './version-in-force.policy.js';

/** Which set, and how its content is shown. */
interface Shown<Content> {
  readonly kind: ReferenceKind;
  readonly key: string;
  readonly contentOf: (document: PublishedDocument) => Content;
}

/** What a tenant has published of one set. */
interface PublishedSet<Content> {
  /** Which version is in force, and its content. */
  readonly inForce: (VersionDto & Content) | null;
  /** Oldest first. */
  readonly versions: VersionDto[];
}

/** A publication: where the set stands, what it holds, and from when it holds. */
interface Publication {
  readonly kind: ReferenceKind;
  readonly content: object;
  readonly validFrom: string | undefined;
  readonly location: string;
}

/** What the facts of a publication have in common; a list calls its rows `items`. */
const publishedFact = z.object({
  contentHash: z.string(),
  validFrom: z.string().optional(),
  count: z.int().optional(),
  items: z.int().optional(),
});

/** Units, grids and accountability lists as a tenant publishes them: each as a whole, version after version. */
@Injectable()
export class ReferenceSets {
  constructor(
    private readonly references: ReferenceStore,
    private readonly ledger: Ledger,
  ) {}

  async versions<Content extends object>(
    tenantId: string,
    { kind, key, contentOf }: Shown<Content>,
  ): Promise<PublishedSet<Content>> {
    const { settings } = await this.references.inForce(tenantId);
    const documents = await this.references.versionsOf(tenantId, kind, key);
    const inForce = versionInForce(documents, civilDateOf(this.ledger.now(), settings));
    return {
      inForce: inForce ? Object.assign(versionOf(inForce), contentOf(inForce)) : null,
      versions: documents.map(versionOf),
    };
  }

  /**
   * Publishes a new version of a set.
   * @throws Refusal ROLE_NOT_ALLOWED unless an ADMIN asks
   * @throws Problem invalid-request with every row that forbids it
   */
  async publish({ kind, content, validFrom, location }: Publication, meta: CommandMeta): Promise<PublishedDto> {
    const { role } = meta.actor;
    if (role !== 'ADMIN') refuse('ROLE_NOT_ALLOWED', { role });
    const outcome = await this.references.publish(kind, content, validFrom, meta);
    if (!('event' in outcome)) throw new Problem('invalid-request', { faults: outcome.problems.map(faultOf) });
    const { version, position } = outcome.event.meta;
    const { contentHash, validFrom: from, count = 0, items = count } = publishedFact.parse(outcome.event.data);
    const answer = Object.assign(new PublishedDto(), {
      version,
      count: items,
      contentHash,
      validFrom: from ?? null,
      position,
    });
    return withHead(answer, { etag: `"${version}"`, isReplayed: false, location });
  }
}

const versionOf = ({ version, validFrom, validTo }: VersionOfDocument): VersionDto => ({
  version,
  validFrom: validFrom ?? null,
  validTo: validTo ?? null,
});

const faultOf = ({ pointer, code }: SetProblem) => ({ pointer, code, ...problemTexts[code] });

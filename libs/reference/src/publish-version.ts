import { Command, type Decider, type EventMeta, type Fold, type StreamState } from '@bihuan/kernel';
import { civilDateOf } from '@bihuan/working-time';
import type { Publication } from './kinds.js';
import type { ReferenceEvent } from './reference.events.js';
import type { Settings } from './settings.js';

/** A content that may be published: it was examined, and stands where its hash finds it. */
export interface Publishable {
  readonly fact: (publication: Publication) => ReferenceEvent;
  readonly contentHash: string;
  /** By which the day of the publication is told. */
  readonly settings: Settings;
}

/** A version as its fact tells it. */
export interface ToldVersion {
  readonly contentHash: string;
  readonly validFrom?: string | undefined;
  /** Rows of the content, where the fact counts them. */
  readonly count?: number;
}

/** A stream that publishes. */
export interface VersionsState extends StreamState {
  /** Undefined before the first version. */
  readonly newest: ToldVersion | undefined;
}

/** 发布: adds a version to a stream, to hold from a day on, or at once. */
export class PublishVersion extends Command<{ readonly validFrom: string | undefined }> {}

/** A fact of a reference stream as its stream tells it. */
export type PublishedFact = ReferenceEvent & { readonly meta: EventMeta };

const told = (state: VersionsState, { contentHash, validFrom }: ToldVersion, count?: number): VersionsState => ({
  ...state,
  newest: { contentHash, validFrom, ...(count === undefined ? {} : { count }) },
});

/** What a stream has published, whatever its kind. */
export const versionsFold: Fold<VersionsState, PublishedFact> = {
  initialState: { version: 0, touchedVersion: 0, newest: undefined },
  evolve: {
    UnitsPublished: (state, { data }) => told(state, data, data.count),
    GridsPublished: (state, { data }) => told(state, data, data.count),
    AccountabilityListPublished: (state, { data }) => told(state, data, data.items),
    AccountabilityListRetired: (state) => state,
    CodeSystemPublished: (state, { data }) => told(state, data, data.codes),
    SettingsPublished: (state, { data }) => told(state, data),
    CalendarPublished: (state, { data }) => told(state, data),
    SlaPolicyPublished: (state, { data }) => told(state, data),
  },
};

/**
 * Every publication is a version of its own, also of the same content: that is how a retired list, or one whose place
 * another has taken, comes back, and a first day left out is another one tomorrow. A second click is the matter of its
 * `Idempotency-Key`.
 */
export const publishVersion: Decider<PublishVersion, VersionsState, ReferenceEvent, Publishable> = (
  { data: { validFrom } },
  { version },
  { now, reference: { fact, contentHash, settings } },
) => [fact({ version: version + 1, contentHash, validFrom, today: civilDateOf(now, settings) })];

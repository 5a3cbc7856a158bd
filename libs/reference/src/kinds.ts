import type { z } from 'zod';
import { type AccountabilityItems, accountabilityItems } from './accountability-list.js';
import { accountabilityFaults } from './accountability-faults.js';
import { calendarFaults } from './calendar-faults.js';
import { calendarYear, type PublishedCalendarYear } from './calendar-year.js';
import { type CodeSystem, codeSystem } from './code-system.js';
import { codeSystemFaults } from './code-system-faults.js';
import { gridFaults } from './grid-faults.js';
import { type GridSet, gridSet } from './grid.js';
import { type Policies, policies } from './policy.js';
import { policyFaults } from './policy-faults.js';
import { type RowFault, shapeFaults } from './row-fault.js';
import type { ReferenceEvent } from './reference.events.js';
import type { ReferenceData } from './reference-data.js';
import { type Settings, settings } from './settings.js';
import { settingsFaults } from './settings-faults.js';
import { unitFaults } from './unit-faults.js';
import { type UnitSet, unitSet } from './unit.js';

/** What the publisher adds to a content. */
export interface Publication {
  /** 1, 2, 3 … along the stream. */
  readonly version: number;
  /** First day; absent is at once. */
  readonly validFrom?: string | undefined;
  /** Civil date of the publication: the first day where the fact must name one. */
  readonly today: string;
  /** SHA-256 of the RFC 8785 form of the content, 64 hex. */
  readonly contentHash: string;
}

/** What a version is known by. */
export interface VersionOfDocument {
  /** Within the stream type: `default`, a listId, a calendarId, a codeSystem. */
  readonly key: string;
  /** 1, 2, 3 … along the stream. */
  readonly version: number;
  /** First and last day; absent is without end. */
  readonly validFrom?: string | undefined;
  readonly validTo?: string | undefined;
}

/** Either a content that may be published, with its fact, or all that forbids it. */
export type Examined<Content = unknown> =
  | {
      readonly faults: readonly [];
      readonly content: Content;
      readonly key: string;
      readonly fact: (publication: Publication) => ReferenceEvent;
    }
  | { readonly faults: readonly RowFault[]; readonly content?: undefined };

interface Row<Content> {
  /** The whole set, unknown fields refused, defaults filled in. */
  readonly schema: z.ZodType<Content>;
  readonly owner: 'intake' | 'routing' | 'supervision';
  readonly streamType: string;
  /** Key within the stream type: the stream's id is the UUIDv5 of `{tenantId}/{streamType}/{key}`. */
  readonly keyOf: (content: Content) => string;
  /** What forbids publishing it beside what is in force; empty when nothing does. */
  readonly check: (content: Content, known: ReferenceData) => readonly RowFault[];
  readonly fact: (content: Content, publication: Publication) => ReferenceEvent;
}

const kind = <Name extends string, Content>(name: Name, row: Row<Content>) => ({
  ...row,
  examine(body: unknown, known: ReferenceData): Examined<Content> {
    const parsed = row.schema.safeParse(body);
    if (!parsed.success) return { faults: shapeFaults(parsed.error) };
    const content = parsed.data;
    const faults = row.check(content, known);
    if (faults.length > 0) return { faults };
    return {
      faults: [],
      content,
      key: row.keyOf(content),
      fact: (publication) => row.fact(content, publication),
    };
  },
  /** A stored content as the document it was. @throws ZodError when it does not fit */
  read: (version: VersionOfDocument, content: unknown) => ({
    ...version,
    kind: name,
    content: row.schema.parse(content),
  }),
});

/** An absent date is no field at all: facts are hashed as they stand. */
const from = ({ validFrom }: Publication) => (validFrom === undefined ? {} : { validFrom });

const supersedes = (version: number) => (version > 1 ? { supersedes: version - 1 } : {});

/** Everything a tenant publishes, and what each kind demands. */
export const kinds = {
  settings: kind<'settings', Settings>('settings', {
    schema: settings,
    owner: 'supervision',
    streamType: 'settings',
    keyOf: () => 'default',
    check: settingsFaults,
    fact: (_, publication) => {
      const { version, contentHash } = publication;
      return { type: 'SettingsPublished', data: { version, ...from(publication), contentHash } };
    },
  }),
  calendar: kind<'calendar', PublishedCalendarYear>('calendar', {
    schema: calendarYear,
    owner: 'supervision',
    streamType: 'calendar',
    keyOf: ({ calendarId }) => calendarId,
    check: calendarFaults,
    fact: ({ calendarId, year, source }, { version, contentHash }) => ({
      type: 'CalendarPublished',
      data: { calendarId, calendarVersion: version, year, source, contentHash },
    }),
  }),
  units: kind<'units', UnitSet>('units', {
    schema: unitSet,
    owner: 'routing',
    streamType: 'units',
    keyOf: () => 'default',
    check: unitFaults,
    fact: ({ units }, publication) => {
      const { version, contentHash } = publication;
      return { type: 'UnitsPublished', data: { version, ...from(publication), count: units.length, contentHash } };
    },
  }),
  grids: kind<'grids', GridSet>('grids', {
    schema: gridSet,
    owner: 'routing',
    streamType: 'grids',
    keyOf: () => 'default',
    check: gridFaults,
    fact: ({ grids }, publication) => {
      const { version, contentHash } = publication;
      return { type: 'GridsPublished', data: { version, ...from(publication), count: grids.length, contentHash } };
    },
  }),
  'code-system': kind<'code-system', CodeSystem>('code-system', {
    schema: codeSystem,
    owner: 'intake',
    streamType: 'code-system',
    keyOf: (content) => content.codeSystem,
    check: codeSystemFaults,
    fact: ({ codes, ...table }, publication) => ({
      type: 'CodeSystemPublished',
      data: { ...table, ...from(publication), codes: codes.length, contentHash: publication.contentHash },
    }),
  }),
  'sla-policy': kind<'sla-policy', Policies>('sla-policy', {
    schema: policies,
    owner: 'supervision',
    streamType: 'sla-policy',
    keyOf: () => 'default',
    check: policyFaults,
    fact: (_, { version, validFrom, today, contentHash }) => ({
      type: 'SlaPolicyPublished',
      data: { policySetVersion: version, validFrom: validFrom ?? today, contentHash },
    }),
  }),
  'accountability-list': kind<'accountability-list', AccountabilityItems>('accountability-list', {
    schema: accountabilityItems,
    owner: 'routing',
    streamType: 'accountability-list',
    keyOf: ({ listId }) => listId,
    check: accountabilityFaults,
    fact: ({ listId, items }, { version, validFrom, today, contentHash }) => ({
      type: 'AccountabilityListPublished',
      data: {
        listId,
        listVersion: version,
        validFrom: validFrom ?? today,
        items: items.length,
        contentHash,
        ...supersedes(version),
      },
    }),
  }),
};

type Kinds = typeof kinds;
export type ReferenceKind = keyof Kinds;
/** A version that was published, content and all. */
export type PublishedDocument = { [Name in ReferenceKind]: ReturnType<Kinds[Name]['read']> }[ReferenceKind];
export type DocumentOf<Name extends ReferenceKind> = Extract<PublishedDocument, { readonly kind: Name }>;
/** What a kind publishes. */
export type ContentOf<Name extends ReferenceKind> = DocumentOf<Name>['content'];

/** Reads what somebody wants to publish: all rows are checked, every fault is named. */
export const examine = (name: ReferenceKind, body: unknown, known: ReferenceData): Examined =>
  kinds[name].examine(body, known);

/** A stored content as the document it was. @throws ZodError when the content does not fit its kind */
export const readDocument = (name: ReferenceKind, version: VersionOfDocument, content: unknown): PublishedDocument =>
  kinds[name].read(version, content);

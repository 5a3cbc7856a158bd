import type { RecordedEvent } from '@bihuan/event-store';
import {
  type DocumentOf,
  inForce,
  kinds,
  type PublishedDocument,
  readDocument,
  type ReferenceData,
  type ReferenceEvent,
  type ReferenceEventType,
  type ReferenceHistory,
  type ReferenceKind,
  versionInForce,
} from '@bihuan/reference';

/** A fact of a reference stream with its place. */
export type RecordedReference = RecordedEvent & ReferenceEvent;

/** Whether an event is one of a reference stream; what else there is was checked at its append. */
export const isReference = (event: RecordedEvent): event is RecordedReference => Object.hasOwn(kindOf, event.type);

const kindOf: Readonly<Record<ReferenceEventType, ReferenceKind>> = {
  UnitsPublished: 'units',
  GridsPublished: 'grids',
  AccountabilityListPublished: 'accountability-list',
  AccountabilityListRetired: 'accountability-list',
  CodeSystemPublished: 'code-system',
  SettingsPublished: 'settings',
  CalendarPublished: 'calendar',
  SlaPolicyPublished: 'sla-policy',
};

/** Stream types that publish what a tenant has in force. */
export const referenceStreamTypes: ReadonlySet<string> = new Set(
  Object.values(kinds).map(({ streamType }) => streamType),
);

/** A version that a fact has published, or the last day that it has set for an earlier one. */
type Entry = { readonly position: number } & ({ readonly document: PublishedDocument } | { readonly retired: Retired });

interface Retired {
  readonly key: string;
  readonly version: number;
  /** The last day, civil. */
  readonly validTo: string;
}

/** What was in force changes at most at a civil midnight, and offsets are whole quarters of an hour. */
const SLOT_MS = 15 * 60 * 1000;
const MAX_REMEMBERED = 50;

/** Everything a tenant has published so far, and what of it was in force when. */
export class Published implements ReferenceHistory {
  /** In the ledger's order. */
  private entries: readonly Entry[] = [];
  private readonly remembered = new Map<string, ReferenceData>();

  constructor(private readonly tenantId: string) {}

  has(position: number): boolean {
    return (this.entries.at(-1)?.position ?? 0) >= position;
  }

  /** Adds what a fact published; its content is known by its hash. */
  add(event: RecordedReference, content: unknown): void {
    const { position, version } = event.meta;
    if (event.type === 'AccountabilityListRetired') {
      const { listId: key, listVersion, validTo } = event.data;
      this.entries = [...this.entries, { position, retired: { key, version: listVersion, validTo } }];
      return;
    }
    const validFrom = 'validFrom' in event.data ? event.data.validFrom : undefined;
    const kind = kindOf[event.type];
    const document = readDocument(
      kind,
      { key: keyOf(event), version, ...(validFrom === undefined ? {} : { validFrom }) },
      content,
    );
    this.entries = [...this.entries, { document, position }];
  }

  /** What is in force now, of all that is published. */
  inForceAt(instant: string): ReferenceData {
    return this.of(this.entries, instant);
  }

  /** What was in force for an event: published before it, and valid when it was recorded. */
  inForceFor({ position, recordedAt }: { readonly position: number; readonly recordedAt: string }): ReferenceData {
    return this.of(
      this.entries.filter((entry) => entry.position < position),
      recordedAt,
    );
  }

  /** Every version of a stream, oldest first. */
  versionsOf<Name extends ReferenceKind>(kind: Name, key: string): readonly DocumentOf<Name>[] {
    return documentsIn(this.entries).filter(
      (document): document is DocumentOf<Name> => document.kind === kind && document.key === key,
    );
  }

  /** That of them which is in force at an instant. */
  versionInForceAt<Name extends ReferenceKind>(kind: Name, key: string, instant: string): DocumentOf<Name> | undefined {
    return versionInForce(documentsIn(this.entries), { kind, key }, instant);
  }

  private of(entries: readonly Entry[], instant: string): ReferenceData {
    const name = `${entries.length} ${Math.floor(Date.parse(instant) / SLOT_MS)}`;
    const known = this.remembered.get(name);
    if (known) return known;
    const data = inForce(this.tenantId, documentsIn(entries), instant);
    this.remembered.set(name, data);
    const [oldest] = this.remembered.keys();
    if (this.remembered.size > MAX_REMEMBERED && oldest !== undefined) this.remembered.delete(oldest);
    return data;
  }
}

/** What entries say together, in the ledger's order: a retirement counts from its own position on, not before. */
function documentsIn(entries: readonly Entry[]): readonly PublishedDocument[] {
  const documents: PublishedDocument[] = [];
  for (const entry of entries) {
    if ('document' in entry) documents.push(entry.document);
    else retire(documents, entry.retired);
  }
  return documents;
}

function retire(documents: PublishedDocument[], { key, version, validTo }: Retired): void {
  documents.forEach((document, index) => {
    if (document.kind !== 'accountability-list' || document.key !== key || document.version !== version) return;
    documents[index] = { ...document, validTo };
  });
}

function keyOf({ type, data }: ReferenceEvent): string {
  if (type === 'CalendarPublished') return data.calendarId;
  if (type === 'CodeSystemPublished') return data.codeSystem;
  if (type === 'AccountabilityListPublished' || type === 'AccountabilityListRetired') return data.listId;
  return 'default';
}

import { foldStream } from '@bihuan/kernel';
import { commandMeta, deciderSpec, recorded } from '@bihuan/testing';
import { examine, type ReferenceKind } from './kinds.js';
import { inForce } from './in-force.js';
import { type Publishable, PublishVersion, publishVersion, versionsFold } from './publish-version.js';
import type { ReferenceEvent } from './reference.events.js';

const NOW = '2026-03-02T01:00:00.000Z';
const known = inForce('zhanyi', [], NOW);
const contentHash = 'a'.repeat(64);
const unit = { unitId: 'WATER', name: 'Water', kind: 'BUREAU', level: 'COUNTY', regionCode: '530303000000' };

const handling = { policyId: 'ROAD', stage: 'HANDLING', precedence: 0, limit: { rule: 'CONTINUOUS', amount: 30 } };

function publishable(kind: ReferenceKind, body: unknown): Publishable {
  const examined = examine(kind, body, known);
  if (examined.content === undefined) throw new Error('refused');
  return { fact: examined.fact, contentHash, settings: known.settings };
}

const given = {
  units: deciderSpec(versionsFold, publishVersion, publishable('units', { units: [unit] })),
  policies: deciderSpec(versionsFold, publishVersion, publishable('sla-policy', { policies: [handling] })),
};
const policiesPublished = (policySetVersion: number, validFrom: string, meta?: object) => ({
  type: 'SlaPolicyPublished' as const,
  data: { policySetVersion, validFrom, contentHash },
  ...(meta ? { meta } : {}),
});
const publish = (validFrom?: string) => new PublishVersion({ validFrom }, commandMeta());
const published = (version: number, told: object = {}): ReferenceEvent => ({
  type: 'UnitsPublished',
  data: { version, ...told, count: 1, contentHash },
});

describe('publishing a version', () => {
  it('begins a stream with version 1', () =>
    given
      .units()
      .when(publish('2026-01-01'))
      .thenEmits(published(1, { validFrom: '2026-01-01' })));

  it('adds the next version, at once without a first day', () =>
    given.units(published(1), published(2)).when(publish()).thenEmits(published(3)));

  it('adds a version of the same content too: so does a set come back whose place another has taken', () =>
    given.units(published(1)).when(publish()).thenEmits(published(2)));

  it('names the day of its publication where a fact must name one, in the tenant’s zone', () =>
    given
      .policies(policiesPublished(1, '2025-01-01', { recordedAt: '2026-03-02T16:00:00.000Z' }))
      .when(publish())
      .thenEmits(policiesPublished(2, '2026-03-03')));
});

const validFrom = '2026-01-01';
const facts: readonly (readonly [ReferenceEvent, object])[] = [
  [published(1, { validFrom }), { contentHash, validFrom, count: 1 }],
  [
    { type: 'GridsPublished', data: { version: 1, count: 3, contentHash } },
    { contentHash, count: 3 },
  ],
  [
    { type: 'AccountabilityListPublished', data: { listId: 'L', listVersion: 1, validFrom, items: 2, contentHash } },
    { contentHash, validFrom, count: 2 },
  ],
  [
    { type: 'CodeSystemPublished', data: { codeSystem: 'T', codeSystemVersion: '1', codes: 4, contentHash } },
    { contentHash, count: 4 },
  ],
  [{ type: 'SettingsPublished', data: { version: 1, contentHash } }, { contentHash }],
  [
    {
      type: 'CalendarPublished',
      data: { calendarId: 'CN', calendarVersion: 1, year: 2026, source: 'N', contentHash },
    },
    { contentHash },
  ],
  [
    { type: 'SlaPolicyPublished', data: { policySetVersion: 1, validFrom, contentHash } },
    { contentHash, validFrom },
  ],
];

const newestOf = (...events: ReferenceEvent[]) => foldStream(versionsFold, recorded(events)).newest;

describe('the newest version of a stream', () => {
  it.each(facts)('is told by %o', (fact, newest) => {
    expect(newestOf(fact)).toEqual(newest);
  });

  it('stays what it was when it is retired', () => {
    const list = {
      type: 'AccountabilityListPublished',
      data: { listId: 'L', listVersion: 1, validFrom, items: 2, contentHash },
    } as const;
    const retired = {
      type: 'AccountabilityListRetired',
      data: { listId: 'L', listVersion: 1, validTo: '2026-02-01' },
    } as const;
    expect(newestOf(list, retired)).toEqual({ contentHash, validFrom, count: 2 });
  });
});

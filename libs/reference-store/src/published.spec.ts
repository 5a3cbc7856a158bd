import type { ReferenceEvent } from '@bihuan/reference';
import { recordedIn } from '@bihuan/testing';
import { isReference, Published, type RecordedReference, referenceStreamTypes } from './published.js';

const recorded = (event: ReferenceEvent, position: number, version: number): RecordedReference =>
  ({ ...event, meta: { position, version } }) as RecordedReference;

const settingsFrom = (validFrom: string, position: number, version: number): RecordedReference =>
  recorded({ type: 'SettingsPublished', data: { version, validFrom, contentHash: '0'.repeat(64) } }, position, version);
const list = (position: number, version: number, listId = 'main'): RecordedReference =>
  recorded(
    {
      type: 'AccountabilityListPublished',
      data: { listId, listVersion: version, validFrom: '2026-01-01', items: 1, contentHash: '0'.repeat(64) },
    },
    position,
    version,
  );
const retired = (position: number, listVersion: number, validTo: string, listId = 'main'): RecordedReference =>
  recorded({ type: 'AccountabilityListRetired', data: { listId, listVersion, validTo } }, position, listVersion + 1);
const items = (listId = 'main') => ({
  listId,
  items: [
    {
      itemId: 'A-1',
      matter: { matterKind: 'COMPONENT' },
      leadRule: { rule: 'FIXED', unitId: 'ZJJ' },
      mode: 'DIRECTED',
      level: 'COUNTY',
    },
  ],
});

const NOW = '2026-03-02T01:00:00.000Z';
const codeOf = (published: Published, instant = NOW): string => published.inForceAt(instant).settings.tenantCode;
const two = (): Published => {
  const published = new Published('zhanyi');
  published.add(settingsFrom('2026-01-01', 10, 1), { tenantCode: 'OLD' });
  published.add(settingsFrom('2026-03-01', 20, 2), { tenantCode: 'NEW' });
  return published;
};

describe('what a tenant has published', () => {
  it('is nothing at first', () => {
    const published = new Published('zhanyi');
    expect([codeOf(published), published.has(1), published.versionsOf('settings', 'default')]).toEqual([
      'NONE',
      false,
      [],
    ]);
  });

  it('is in force from its day on, the newest version first', () => {
    const published = two();
    expect([codeOf(published, '2026-02-28T01:00:00.000Z'), codeOf(published)]).toEqual(['OLD', 'NEW']);
  });

  it('is in force from the midnight of the tenant’s zone', () => {
    const published = two();
    expect([codeOf(published, '2026-02-28T15:59:59.999Z'), codeOf(published, '2026-02-28T16:00:00.000Z')]).toEqual([
      'OLD',
      'NEW',
    ]);
  });

  it('was in force for an event if it was published before it, whatever came later', () => {
    const published = two();
    const tenantCode = (position: number) => published.inForceFor({ position, recordedAt: NOW }).settings.tenantCode;
    expect([5, 10, 11, 20, 21].map(tenantCode)).toEqual(['NONE', 'NONE', 'OLD', 'OLD', 'NEW']);
  });

  it('is the same object while nothing changes, so that whoever asks often pays once', () => {
    const published = two();
    expect(published.inForceAt(NOW)).toBe(published.inForceAt('2026-03-02T01:14:59.999Z'));
  });

  it('is known up to a position', () => {
    expect([two().has(20), two().has(21)]).toEqual([true, false]);
  });

  it('tells every version of a stream, oldest first', () => {
    const versions = two().versionsOf('settings', 'default');
    expect(versions.map(({ version, validFrom }) => [version, validFrom])).toEqual([
      [1, '2026-01-01'],
      [2, '2026-03-01'],
    ]);
  });
});

const retiredList = (): Published => {
  const made = new Published('zhanyi');
  made.add(list(10, 1), items());
  made.add(retired(20, 1, '2026-03-01'), undefined);
  return made;
};

const versionFor = (position: number, recordedAt: string) =>
  retiredList().inForceFor({ position, recordedAt }).accountabilityList?.listVersion;

describe('an accountability list that was retired', () => {
  it('holds to the end of its last day', () => {
    expect([versionFor(30, '2026-03-01T15:59:59.999Z'), versionFor(30, '2026-03-01T16:00:00.000Z')]).toEqual([
      1,
      undefined,
    ]);
  });

  it('still holds for what happened before it was retired', () => {
    expect([versionFor(15, NOW), versionFor(21, NOW)]).toEqual([1, undefined]);
  });

  it('leaves another list alone', () => {
    const made = new Published('zhanyi');
    made.add(list(10, 1, 'other'), items('other'));
    made.add(retired(20, 1, '2026-03-01'), undefined);
    expect(made.inForceAt(NOW).accountabilityList?.listId).toBe('other');
  });

  it('is known as far as its retirement', () => {
    expect(retiredList().has(20)).toBe(true);
  });
});

describe('the version of a stream that is in force', () => {
  it('is the newest that has begun', () => {
    const published = two();
    const versionAt = (instant: string) => published.versionInForceAt('settings', 'default', instant)?.version;
    expect([versionAt('2025-12-31T00:00:00.000Z'), versionAt('2026-02-28T01:00:00.000Z'), versionAt(NOW)]).toEqual([
      undefined,
      1,
      2,
    ]);
  });

  it('is of one list only: of the one that was published last', () => {
    const made = new Published('zhanyi');
    made.add(list(10, 1), items());
    made.add(list(20, 2), items());
    made.add(list(30, 1, 'other'), items('other'));
    const versionOf = (listId: string) => made.versionInForceAt('accountability-list', listId, NOW)?.version;
    expect([versionOf('main'), versionOf('other')]).toEqual([undefined, 1]);
  });
});

const isOne = (type: string) => isReference(recordedIn('units', 'units-1', { type, data: {} }));

describe('a fact of a reference stream', () => {
  it('is told by its type', () => {
    expect([isOne('UnitsPublished'), isOne('NoteTaken')]).toEqual([true, false]);
  });

  it('stands in a stream of its own kind', () => {
    expect([...referenceStreamTypes].toSorted()).toEqual([
      'accountability-list',
      'calendar',
      'code-system',
      'grids',
      'settings',
      'sla-policy',
      'units',
    ]);
  });
});

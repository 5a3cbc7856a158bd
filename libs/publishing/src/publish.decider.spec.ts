import { inForce, kinds, type Publication, PublishVersion, type ReferenceEvent, versionsFold } from '@bihuan/reference';
import { commandMeta, deciderSpec } from '@bihuan/testing';
import { publishAsSeen } from './publish.decider.js';

const known = inForce('zhanyi', [], '2026-03-02T01:00:00.000Z');
const contentHash = 'a'.repeat(64);
const published = (version: number): ReferenceEvent => ({ type: 'SettingsPublished', data: { version, contentHash } });
const { settings } = known;
const publishable = {
  fact: (publication: Publication) => kinds.settings.fact(settings, publication),
  contentHash,
  settings,
};

const given = deciderSpec(versionsFold, publishAsSeen, publishable);
const publish = (expectedVersion?: number) =>
  new PublishVersion({ validFrom: undefined }, commandMeta(expectedVersion === undefined ? {} : { expectedVersion }));

describe('publishing by a caller', () => {
  it('adds a version to the one that was seen last', () =>
    given(published(1)).when(publish(1)).thenEmits(published(2)));

  it('adds one to whatever there is when the caller names none', () =>
    given(published(1), published(2)).when(publish()).thenEmits(published(3)));

  it('is refused over a version that the caller has not seen', () =>
    given(published(1), published(2)).when(publish(1)).thenRefused('VERSION_CONFLICT'));

  it('is not refused over one that the system published', () =>
    given(published(1), { ...published(2), meta: { actor: { kind: 'SYSTEM', ref: 's', role: 'SYSTEM' } } })
      .when(publish(1))
      .thenEmits(published(3)));
});

import { fold, foldStream } from './decider.js';
import type { DomainEvent } from './event.js';

const event = (type: string, ref = 'porter', version = 1, kind: 'STAFF' | 'SYSTEM' = 'STAFF'): DomainEvent => ({
  type,
  data: {},
  meta: {
    eventId: type,
    commandId: type,
    version,
    position: version,
    recordedAt: '2026-03-02T01:00:00.000Z',
    actor: { kind, ref, role: 'X' },
  },
});
const door = { initialState: 'unknown', evolve: { Opened: () => 'open', Forgotten: () => '' } };

describe('folding a stream', () => {
  it('leaves the state alone for an event it does not read', () => {
    expect(fold(door, [event('Opened'), event('constructor')])).toBe('open');
  });

  it('keeps an empty state that a step answers', () => {
    expect(fold(door, [event('Opened'), event('Forgotten')])).toBe('');
  });

  it('hands each step the envelope as well', () => {
    const opener = { initialState: '', evolve: { Opened: (_: string, { meta }: DomainEvent) => meta.actor.ref } };
    expect(fold(opener, [event('Opened', 'porter'), event('Opened', 'guard')])).toBe('guard');
  });
});

describe('folding a stream with what every stream knows', () => {
  const knocks = { initialState: { version: 0, touchedVersion: 0 }, evolve: {} };

  it('keeps the version of the stream, and of the last event that somebody caused', () => {
    const events = [event('Knocked'), event('Knocked', 'guard', 2), event('Rung', 'timer', 3, 'SYSTEM')];
    expect(foldStream(knocks, events)).toEqual({ version: 3, touchedVersion: 2 });
  });

  it('goes on from an earlier state', () => {
    const earlier = { ...knocks, initialState: { version: 7, touchedVersion: 6 } };
    expect(foldStream(earlier, [event('Rung', 'timer', 8, 'SYSTEM')])).toEqual({ version: 8, touchedVersion: 6 });
  });

  it('says nothing new without events', () => {
    expect(foldStream(knocks, [])).toBe(knocks.initialState);
  });
});

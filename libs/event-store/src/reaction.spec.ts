import { Command, type CommandMeta, type DomainEvent } from '@bihuan/kernel';
import { idOf } from './id-of.js';
import { reaction, type ReactionRule } from './reaction.js';
import type { RecordedEvent } from './recorded-event.js';

type Signed = DomainEvent<'NoteSigned', { by: string }>;
class Answer extends Command<{ by: string }> {}
const command = ({ data }: Signed, meta: CommandMeta) => new Answer({ by: data.by }, meta);
const rule: ReactionRule<Signed> = { on: ['NoteSigned'], supersededBy: 'nothing', command };

const event = (told: Partial<RecordedEvent> = {}): RecordedEvent => ({
  type: 'NoteSigned',
  data: { by: 'x' },
  meta: {
    eventId: '0190b1f2-0000-7000-8000-000000000001',
    version: 3,
    position: 41,
    recordedAt: '2026-03-02T01:00:00.000Z',
    actor: { kind: 'STAFF', ref: 'clerk-1', role: 'CLERK' },
    commandId: 'earlier',
  },
  tenantId: 'zhanyi',
  streamType: 'note',
  streamId: 'note-1',
  schemaVersion: 1,
  occurredAt: '2026-03-02T01:00:00.000Z',
  correlationId: 'c'.repeat(32),
  service: 'ROUTING',
  classification: 'INTERNAL',
  hashAlg: 'sha256',
  prevHash: '0',
  hash: '1',
  ...told,
});
const NOW = '2026-03-02T02:00:00.000Z';
const commandId = (name: string, now = NOW) => reaction(name, rule).commandFor(event(), now)?.meta.commandId;
const isByAnother = ({ data }: Signed) => data.by === 'y';

describe('a reaction to an event', () => {
  it('is a command of the system in the connection of its cause', () => {
    const made = reaction('routing.answer', rule).commandFor(event(), NOW);
    expect(made).toEqual(
      new Answer(
        { by: 'x' },
        {
          tenantId: 'zhanyi',
          actor: { kind: 'SYSTEM', ref: 'routing.answer', role: 'SYSTEM' },
          at: NOW,
          correlationId: 'c'.repeat(32),
          commandId: idOf('routing.answer:0190b1f2-0000-7000-8000-000000000001'),
          causationId: '0190b1f2-0000-7000-8000-000000000001',
          trigger: {
            streamId: 'note-1',
            eventId: '0190b1f2-0000-7000-8000-000000000001',
            version: 3,
            position: 41,
            recordedAt: '2026-03-02T01:00:00.000Z',
          },
        },
      ),
    );
  });

  it('is the same command whenever the event is delivered', () => {
    expect(commandId('routing.answer', '2027-01-01T00:00:00.000Z')).toBe(commandId('routing.answer'));
  });

  it('is another command than that of another slice', () => {
    expect(commandId('routing.other')).not.toBe(commandId('routing.answer'));
  });

  it('tells what supersedes it: a change of the status', () => {
    const made = reaction('routing.answer', { ...rule, supersededBy: 'status' }).commandFor(event(), NOW);
    expect(made?.meta.trigger?.supersededBy).toBe('status');
  });

  it('tells what supersedes it: events of the same subject', () => {
    const supersededBy = { types: ['NoteSigned'], subjectKey: 'by' };
    const made = reaction('routing.answer', { ...rule, supersededBy }).commandFor(event(), NOW);
    expect(made?.meta.trigger?.supersededBy).toEqual({ types: ['NoteSigned'], subjectKey: 'by', subject: 'x' });
  });

  it('is none for an event of another type', () => {
    expect(reaction('routing.answer', rule).commandFor(event({ type: 'NoteTaken' }), NOW)).toBeUndefined();
  });

  it('is none where its condition does not hold', () => {
    expect(reaction('routing.answer', { ...rule, when: isByAnother }).commandFor(event(), NOW)).toBeUndefined();
  });

  it.each([
    ['case', true],
    ['letter', false],
  ])('to every event hears of a %s: %s', (streamType, isHeard) => {
    const made = reaction('supervision.settle', { ...rule, on: 'every-event' }).commandFor(event({ streamType }), NOW);
    expect(made !== undefined).toBe(isHeard);
  });
});

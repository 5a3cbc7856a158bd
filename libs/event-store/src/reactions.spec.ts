import { Command, type CommandMeta, type DomainEvent } from '@bihuan/kernel';
import { recordedIn } from '@bihuan/testing';
import { reaction } from './reaction.js';
import { reacting } from './reactions.js';

type Taken = DomainEvent<'NoteTaken', { text: string }>;
class Answer extends Command<{ text: string }> {}
const answering = (name: string, isWokenByTheNewest = false) =>
  reaction<Taken>(name, {
    on: ['NoteTaken'],
    supersededBy: 'nothing',
    isWokenByTheNewest,
    command: ({ data }, meta: CommandMeta) => new Answer({ text: `${name} ${data.text}` }, meta),
  });

const given = (...reactions: readonly ReturnType<typeof answering>[]) => {
  const executed: unknown[] = [];
  const execute = async ({ data }: Command) => executed.push((data as { text: string }).text);
  return { executed, ...reacting(reactions, { execute, now: () => '2025-08-07T07:19:00.000Z' }) };
};
const taken = (text: string) => recordedIn('note', 'note-1', { type: 'NoteTaken', data: { text } });
const other = () => recordedIn('note', 'note-1', { type: 'NoteSigned', data: { by: 'x' } });

describe('the reactions of a service', () => {
  it('have an event one after another', async () => {
    const { react, executed } = given(answering('notes.first'), answering('notes.second'));
    await react(taken('a'), []);
    expect(executed).toEqual(['notes.first a', 'notes.second a']);
  });

  it('leave an event to a newer one that waits, where the newest is enough', async () => {
    const { react, executed } = given(answering('notes.each'), answering('notes.newest', true));
    await react(taken('a'), [taken('b')]);
    expect(executed).toEqual(['notes.each a']);
  });

  it('do not leave it to one that leads to nothing', async () => {
    const { react, executed } = given(answering('notes.newest', true));
    await react(taken('a'), [other()]);
    expect(executed).toEqual(['notes.newest a']);
  });

  it('are concerned by what one of them is', () => {
    const { isConcerned } = given(answering('notes.first'), answering('notes.second'));
    expect([taken('a'), other()].map(isConcerned)).toEqual([true, false]);
    expect(given().isConcerned(taken('a'))).toBe(false);
  });

  it('end at the first that fails: the event is tried again as a whole', async () => {
    const failing = reacting([answering('notes.first'), answering('notes.second')], {
      execute: () => Promise.reject(new RangeError('no')),
      now: () => '2025-08-07T07:19:00.000Z',
    });
    await expect(failing.react(taken('a'), [])).rejects.toThrow(RangeError);
  });
});

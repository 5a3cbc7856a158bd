import { newId } from '@bihuan/kernel';
import { ledgerUnderTest, type LedgerUnderTest, newNote, noteTaken } from '@bihuan/testing';
import { Checkpoint, FIRST_OF_CHANGE, type Place } from './checkpoint.js';
import { LedgerWentBack, NotTheHolder } from './errors.js';

let notes: LedgerUnderTest;
beforeAll(async () => {
  notes = await ledgerUnderTest();
});
afterAll(() => notes.stop());

const subscription = () => `notes.${newId()}`;
const checkpoint = (name: string, version = 1) => new Checkpoint(notes.worker, name, version);
const appended = async (): Promise<Place> => {
  const [event] = await notes.append(newNote(), [noteTaken('read')]);
  return { position: Number(event?.meta.position), eventId: event?.meta.eventId };
};

describe('the place of a subscription', () => {
  it('is the beginning when nobody has read yet', async () => {
    expect(await checkpoint(subscription()).take()).toEqual({
      place: { position: 0, eventId: undefined },
      isOutdated: false,
    });
  });

  it('is told to the next process', async () => {
    const [name, place] = [subscription(), await appended()];
    const first = checkpoint(name);
    await first.take();
    await first.save(place);
    expect(await checkpoint(name).take()).toEqual({ place, isOutdated: false });
  });

  it('is of an older version when what is made from the events has changed', async () => {
    const name = subscription();
    await checkpoint(name, 1).take();
    expect(await checkpoint(name, 2).take()).toEqual(expect.objectContaining({ isOutdated: true }));
  });

  it('is saved with the transaction that it belongs to, or not at all', async () => {
    const [name, place] = [subscription(), await appended()];
    const held = checkpoint(name);
    await held.take();
    const failing = notes.worker.transaction(async (client) => {
      await held.save(place, { client });
      throw new Error('crash');
    });
    await expect(failing).rejects.toThrow('crash');
    expect((await checkpoint(name).take()).place.position).toBe(0);
  });
});

const made = () => notes.admin('select page from notes.made');

describe('what is changed with a place', () => {
  const change = {
    text: `made as (insert into notes.made select $${FIRST_OF_CHANGE} where exists (select from held))`,
    values: ['page'],
  };
  beforeAll(() => notes.admin('create table notes.made (page text); grant all on notes.made to public'));
  beforeEach(() => notes.admin('delete from notes.made'));

  it('is changed with it', async () => {
    const [name, place] = [subscription(), await appended()];
    const held = checkpoint(name);
    await held.take();
    await held.save(place, { change });
    expect([await made(), (await checkpoint(name).take()).place]).toEqual([[['page']], place]);
  });

  it('is not changed by a process whose subscription was taken over', async () => {
    const name = subscription();
    const old = checkpoint(name);
    await old.take();
    await checkpoint(name).take();
    await expect(old.save(await appended(), { change })).rejects.toThrow(NotTheHolder);
    expect(await made()).toEqual([]);
  });
});

describe('a process that takes a subscription over', () => {
  it('fences the one before it: that one saves nothing any more', async () => {
    const [name, place] = [subscription(), await appended()];
    const old = checkpoint(name);
    await old.take();
    await checkpoint(name).take();
    await expect(old.save(place)).rejects.toThrow(NotTheHolder);
    expect((await checkpoint(name).take()).place.position).toBe(0);
  });

  it('keeps it while it lives: the one before it stands by', async () => {
    const name = subscription();
    const [old, young] = [checkpoint(name), checkpoint(name)];
    await old.take();
    await young.take();
    await expect(old.save(await appended())).rejects.toThrow(NotTheHolder);
    await expect(old.take()).rejects.toThrow(NotTheHolder);
    expect(await young.save(await appended())).toBeUndefined();
  });

  it('loses it again when it has been silent for 15 seconds', async () => {
    const name = subscription();
    const [old, young] = [checkpoint(name), checkpoint(name)];
    await old.take();
    await young.take();
    await expect(old.save(await appended())).rejects.toThrow(NotTheHolder);
    await notes.admin(`update ledger.checkpoints set saved_at = saved_at - interval '16 s' where subscription = $1`, [
      name,
    ]);
    await old.take();
    await expect(young.save(await appended())).rejects.toThrow(NotTheHolder);
  });
});

describe('a ledger that went back', () => {
  it.each([
    ['holds another event at the place', (place: Place) => ({ ...place, eventId: newId() })],
    ['holds none there', ({ eventId }: Place) => ({ position: 1_000_000, eventId })],
  ])('stops its reader when it %s', async (_, elsewhere) => {
    const name = subscription();
    const held = checkpoint(name);
    await held.take();
    await held.save(elsewhere(await appended()));
    await expect(checkpoint(name).take()).rejects.toThrow(LedgerWentBack);
  });
});

import { Bell, type Listening } from './bell.js';

const [cases, settings] = [new Set(['case']), new Set(['settings', 'units'])];

/** Who has been woken, by name, once all that was to happen has. */
async function woken(bell: Bell, waiting: Record<string, Listening>, happens: () => void): Promise<string[]> {
  const names: string[] = [];
  for (const [name, listening] of Object.entries(waiting)) {
    void bell.wait(60_000, { signal: ended.signal, ...listening }).then(() => names.push(name));
  }
  happens();
  await new Promise(setImmediate);
  return names;
}

let ended = new AbortController();
beforeEach(() => {
  ended = new AbortController();
});
afterEach(() => ended.abort());

describe('a bell', () => {
  it.each([
    [['case'], ['all', 'cases']],
    [['units'], ['all', 'settings']],
    [
      ['case', 'settings'],
      ['all', 'cases', 'settings'],
    ],
    [['note'], ['all']],
    [undefined, ['all', 'cases', 'settings']],
  ])('that rings for %j wakes %j', async (types, names) => {
    const bell = new Bell();
    const waiting = { all: {}, cases: { of: cases }, settings: { of: settings } };
    expect(await woken(bell, waiting, () => bell.ring(types))).toEqual(names);
  });

  it('lets nobody sleep through what has rung since, and concerns him', async () => {
    const bell = new Bell();
    const before = {
      all: { heard: bell.heard() },
      cases: { of: cases, heard: bell.heard(cases) },
      settings: { of: settings, heard: bell.heard(settings) },
    };
    bell.ring(['case']);
    expect(await woken(bell, before, () => undefined)).toEqual(['all', 'cases']);
  });

  it('lets nobody sleep through what rang for all', async () => {
    const bell = new Bell();
    const before = { cases: { of: cases, heard: bell.heard(cases) } };
    bell.ring();
    expect(await woken(bell, before, () => undefined)).toEqual(['cases']);
  });

  it('wakes who has waited long enough, or is told to end', async () => {
    const bell = new Bell();
    await bell.wait(1);
    expect(await woken(bell, { one: {} }, () => ended.abort())).toEqual(['one']);
  });
});

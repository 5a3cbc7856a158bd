import {
  Database,
  Feed,
  KeyReused,
  Ledger,
  ledgerMigrations,
  type Logins,
  prepareDatabase,
  urlOf,
  WorkerDatabase,
} from '@bihuan/event-store';
import { type CommandMeta, newId } from '@bihuan/kernel';
import { referenceCatalogue } from '@bihuan/reference';
import { eventually, noteMeta, type TestDatabase, testDatabase, testLogins } from '@bihuan/testing';
import { vaultMigrations } from '@bihuan/vault';
import { ReferenceBehind, RowsRefused } from './errors.js';
import { type NewVersion, ReferenceStore } from './reference-store.js';
import { referenceStream } from './reference-stream.js';
import { referenceMigrations } from './reference-migrations.js';

/** One process: what it knows of a tenant is its own, the ledger is everybody's. */
interface Process {
  readonly database: Database;
  readonly worker: WorkerDatabase;
  readonly ledger: Ledger;
  readonly feed: Feed;
  readonly store: ReferenceStore;
}

let test: TestDatabase;
let logins: Logins;
let one: Process;
let other: Process;
const running: Process[] = [];
const upcast = (_: string, __: number, data: unknown): unknown => data;

async function begin(): Promise<Process> {
  const url = urlOf(test.url, 'bihuan_standalone', logins);
  const database = new Database(url, 4);
  const worker = new WorkerDatabase(urlOf(test.url, 'bihuan_worker', logins), 4);
  const ledger = new Ledger({ database, catalogue: referenceCatalogue, upcast, appendUrl: url });
  const feed = new Feed(worker, upcast, { ledger });
  const process = { database, worker, ledger, feed, store: new ReferenceStore(ledger, database, worker, feed) };
  running.push(process);
  await ledger.measureClock();
  return process;
}

async function end({ store, ledger, feed, database, worker }: Process): Promise<void> {
  await store.onModuleDestroy();
  await ledger.close();
  await feed.close();
  await Promise.all([database.close(), worker.close()]);
}

/** A promise that is kept from outside. */
const gate = () => Promise.withResolvers<void>();

/** The same thing with some of its methods in other words. */
const altered = <T extends object>(thing: T, methods: Partial<T>): T =>
  Object.assign(Object.create(thing) as T, methods);
/** Fails where a reader would sleep though something came since it looked. */
const onlyAwake = (_: number, { heard }: { heard?: number } = {}): Promise<void> =>
  heard === one.feed.heard() ? Promise.reject(new Error('slept')) : Promise.resolve();

/** Fails the first time. */
const failingOnce = <T>(ask: () => Promise<T>): (() => Promise<T>) => {
  const failures = [new Error('away')];
  return () => {
    const error = failures.pop();
    return error ? Promise.reject(error) : ask();
  };
};

/** The first look answers at once, further ones when the gate is open. */
const heldBack = <T>(ask: () => Promise<T>, opened: Promise<void>): (() => Promise<T>) => {
  let looks = 0;
  return async () => {
    looks += 1;
    if (looks > 1) await opened;
    return ask();
  };
};

/** Reads the others only after one stream is read and what comes `between` is done. */
const interrupted = (ledger: Ledger, first: string, between: () => Promise<unknown>): Ledger => {
  const opened = gate();
  return altered(ledger, {
    read: async (tenantId: string, streamId: string) => {
      if (streamId !== first) await opened.promise;
      const events = await ledger.read(tenantId, streamId);
      if (streamId === first) opened.resolve(await between().then(() => undefined));
      return events;
    },
  });
};

const storeWith = (process: Process, { ledger = process.ledger, worker = process.worker, feed = process.feed } = {}) =>
  new ReferenceStore(ledger, process.database, worker, feed);

beforeAll(async () => {
  logins = await testLogins();
  const migrations = [...ledgerMigrations, ...vaultMigrations, ...referenceMigrations];
  test = await testDatabase(
    (url) => prepareDatabase(url, { logins, migrations, catalogue: referenceCatalogue }),
    'reference',
  );
  one = await begin();
  other = await begin();
}, 60_000);
afterAll(async () => {
  await Promise.all(running.map(end));
  await test.drop();
});

const newTenant = (): string => `t-${newId().slice(-12)}`;
const meta = (tenantId: string, told: Partial<CommandMeta> = {}): CommandMeta => noteMeta({ tenantId, ...told });
const unit = (unitId: string) => ({
  unitId,
  name: unitId,
  kind: 'BUREAU',
  level: 'COUNTY',
  regionCode: '530303000000',
});
const units = (...unitIds: string[]): NewVersion => ({
  kind: 'units',
  key: 'default',
  content: { units: unitIds.map(unit) },
});
const settings = (tenantCode: string): NewVersion => ({ kind: 'settings', key: 'default', content: { tenantCode } });
const list = (key: string, unitId: string): NewVersion => ({
  kind: 'accountability-list',
  key,
  content: {
    listId: key,
    items: [
      {
        itemId: 'A-1',
        matter: { matterKind: 'COMPONENT' },
        leadRule: { rule: 'FIXED', unitId },
        mode: 'DIRECTED',
        level: 'COUNTY',
      },
    ],
  },
});
const unitsOf = async (store: ReferenceStore, tenantId: string) => [...(await store.inForce(tenantId)).units.keys()];

describe('what one process publishes', () => {
  it('is in force there at once, and for another as soon as it has read so far', async () => {
    const tenantId = newTenant();
    await unitsOf(other.store, tenantId);
    const { position, version } = await one.store.publish(units('WATER'), meta(tenantId));
    await other.store.historyThrough(tenantId, position);
    expect([version, await unitsOf(one.store, tenantId), await unitsOf(other.store, tenantId)]).toEqual([
      1,
      ['WATER'],
      ['WATER'],
    ]);
  });

  it('is shown by another at once to who looks its versions up', async () => {
    const tenantId = newTenant();
    await unitsOf(other.store, tenantId);
    await one.store.publish(units('WATER'), meta(tenantId));
    const versions = await other.store.versionsOf(tenantId, 'units', 'default');
    expect(versions.map(({ version }) => version)).toEqual([1]);
    await one.store.publish(units('WATER', 'ROADS'), meta(tenantId));
    expect(await other.store.versionInForce(tenantId, 'units', 'default')).toMatchObject({ version: 2 });
  });

  it('is what the next publication is held against, whichever process takes it', async () => {
    const tenantId = newTenant();
    await unitsOf(other.store, tenantId);
    await one.store.publish(settings('TC'), meta(tenantId));
    await one.store.publish(units('WATER'), meta(tenantId));
    await expect(other.store.publish(list('QQ', 'WATER'), meta(tenantId))).resolves.toMatchObject({ version: 1 });
  });

  it('is heard of by another that only follows', async () => {
    const tenantId = newTenant();
    const follower = await begin();
    await follower.feed.listen();
    follower.store.onApplicationBootstrap();
    await unitsOf(follower.store, tenantId);
    const { position } = await one.store.publish(units('WATER'), meta(tenantId));
    const history = await follower.store.historyThrough(tenantId, position);
    const after = { position: position + 1, recordedAt: one.ledger.now() };
    expect([...history.inForceFor(after).units.keys()]).toEqual(['WATER']);
  });

  it('is heard of though the follower is behind what others of its process have read', async () => {
    const tenantId = newTenant();
    const follower = await begin();
    await follower.feed.listen();
    follower.store.onApplicationBootstrap();
    expect(await unitsOf(follower.store, tenantId)).toEqual([]);
    // Right after a look that nothing has woken it for.
    await follower.feed.wait(5_000, { of: new Set(['none']) });
    await one.store.publish(units('WATER'), meta(newTenant()));
    const { position } = await one.store.publish(units('WATER'), meta(tenantId));
    await follower.feed.read(position - 1);
    const began = performance.now();
    await eventually(
      () => unitsOf(follower.store, tenantId),
      (known) => known.includes('WATER'),
    );
    expect(performance.now() - began).toBeLessThan(600);
  });

  it('is known to a process that begins later', async () => {
    const tenantId = newTenant();
    await one.store.publish(units('WATER'), meta(tenantId));
    await one.store.publish(list('A', 'WATER'), meta(tenantId));
    await one.store.publish(list('B', 'WATER'), meta(tenantId));
    const { accountabilityList } = await (await begin()).store.inForce(tenantId);
    expect(accountabilityList?.listId).toBe('B');
  });

  it('is one tenant’s own', async () => {
    const [tenantId, neighbour] = [newTenant(), newTenant()];
    await one.store.publish(units('WATER'), meta(tenantId));
    expect(await unitsOf(one.store, neighbour)).toEqual([]);
  });

  it('is the next version, whoever else publishes at the same moment', async () => {
    const tenantId = newTenant();
    const versions = await Promise.all(
      [one, other, one, other].map(({ store }, index) => store.publish(units(`U-${index}`), meta(tenantId))),
    );
    expect(versions.map(({ version }) => version)).toEqual(expect.arrayContaining([1, 2, 3, 4]));
  });

  it('is a version more when its content is published again', async () => {
    const tenantId = newTenant();
    await one.store.publish(units('WATER'), meta(tenantId));
    const { version, events } = await one.store.publish(units('WATER'), meta(tenantId));
    expect([version, events.length]).toEqual([2, 1]);
  });

  it('tells its versions, and the one in force', async () => {
    const tenantId = newTenant();
    await one.store.publish({ ...units('WATER'), validFrom: '2025-01-01' }, meta(tenantId));
    await one.store.publish({ ...units('ROADS'), validFrom: '2199-01-01' }, meta(tenantId));
    const versions = await one.store.versionsOf(tenantId, 'units', 'default');
    const inForce = await one.store.versionInForce(tenantId, 'units', 'default');
    expect([versions.map(({ version }) => version), inForce?.version]).toEqual([[1, 2], 1]);
  });

  it('is refused with every fault, and nothing of it stays', async () => {
    const tenantId = newTenant();
    const publishing = one.store.publish(list('A', 'NOBODY'), meta(tenantId));
    await expect(publishing).rejects.toEqual(
      new RowsRefused([{ pointer: '/items/0/leadRule/unitId', code: 'unknown-unit' }]),
    );
    const rows = await one.worker.query('select from reference.document where tenant_id = $1', [tenantId]);
    expect(rows).toEqual([]);
  });

  it('stands in the stream that its content names', async () => {
    const publishing = one.store.publish({ ...list('A', 'WATER'), content: units().content }, meta(newTenant()));
    await expect(publishing).rejects.toBeInstanceOf(RowsRefused);
    const misplaced = one.store.publish({ ...units('WATER'), key: 'elsewhere' }, meta(newTenant()));
    await expect(misplaced).rejects.toBeInstanceOf(RangeError);
  });
});

const keyed = (tenantId: string, key: string, byte = 1) =>
  meta(tenantId, { idempotencyKey: { key: `${tenantId}/${key}`, bodyHmac: Buffer.alloc(32, byte) } });

describe('a publication that is asked for again with its key', () => {
  it('answers the first answer, though more was published and its rows would be refused by now', async () => {
    const tenantId = newTenant();
    await one.store.publish(units('WATER'), meta(tenantId));
    const first = await one.store.publish(list('A', 'WATER'), keyed(tenantId, 'k'));
    await one.store.publish(list('A', 'WATER'), meta(tenantId));
    await one.store.publish(units('ROADS'), meta(tenantId));
    const again = await other.store.publish(list('A', 'WATER'), keyed(tenantId, 'k'));
    expect(again).toEqual({ ...first, replayed: true });
  });

  it('is refused with another body', async () => {
    const tenantId = newTenant();
    await one.store.publish(units('WATER'), keyed(tenantId, 'k'));
    const reused = one.store.publish(units('ROADS'), keyed(tenantId, 'k', 2));
    await expect(reused).rejects.toBeInstanceOf(KeyReused);
  });
});

describe('waiting for what is published', () => {
  it('ends when it comes', async () => {
    const tenantId = newTenant();
    const head = await other.feed.headPosition();
    const waiting = other.store.historyThrough(tenantId, head + 1);
    await one.store.publish(units('WATER'), meta(tenantId));
    const history = await waiting;
    const after = { position: head + 100, recordedAt: one.ledger.now() };
    expect([...history.inForceFor(after).units.keys()]).toEqual(['WATER']);
  });

  it('ends with a typed error when it does not come in time, and asks the ledger no more than it must', async () => {
    let reads = 0;
    const feed = altered(one.feed, {
      read: (after: number) => {
        reads += 1;
        return one.feed.read(after);
      },
    });
    const far = (await one.feed.headPosition()) + 1_000_000;
    const waiting = storeWith(one, { feed }).historyThrough(newTenant(), far, 50);
    await expect(waiting).rejects.toBeInstanceOf(ReferenceBehind);
    expect(reads).toBeLessThan(10);
  });

  it('never sleeps through what came while another read was under way', async () => {
    const tenantId = newTenant();
    const [asked, answered] = [gate(), gate()];
    const feed = altered(one.feed, {
      read: async (after: number) => {
        const page = await one.feed.read(after);
        asked.resolve();
        await answered.promise;
        return page;
      },
      wait: onlyAwake,
    });
    const store = storeWith(one, { feed });
    const head = await one.feed.headPosition();
    const early = store.historyThrough(tenantId, head + 1);
    await asked.promise;
    await one.store.publish(units('WATER'), meta(tenantId));
    const late = store.historyThrough(tenantId, head + 1);
    answered.resolve();
    await expect(Promise.all([early, late])).resolves.toHaveLength(2);
  });

  it('is over at once when the process stops', async () => {
    const idle = gate();
    const feed = altered(one.feed, {
      wait: (_: number, told?: { signal?: AbortSignal }) => {
        idle.resolve();
        return one.feed.wait(60_000, told);
      },
    });
    const store = storeWith(one, { feed });
    store.onApplicationBootstrap();
    await idle.promise;
    await expect(store.onModuleDestroy()).resolves.toBeUndefined();
  });
});

describe('a tenant that is asked for the first time', () => {
  it('misses nothing that is published while another tenant is', async () => {
    const [tenantId, neighbour] = [newTenant(), newTenant()];
    const opened = gate();
    const headPosition = heldBack(() => one.feed.headPosition(), opened.promise);
    const feed = altered(one.feed, { headPosition });
    const store = storeWith(one, { feed });
    const asked = [store.inForce(tenantId), store.inForce(neighbour)];
    await asked[0];
    const { position } = await other.store.publish(units('WATER'), meta(tenantId));
    opened.resolve();
    await Promise.all(asked);
    await store.historyThrough(tenantId, position);
    expect(await unitsOf(store, tenantId)).toEqual(['WATER']);
  });

  it('misses nothing that is published between the reads of two of its streams', async () => {
    const tenantId = newTenant();
    await one.store.publish(units('WATER'), meta(tenantId));
    await one.store.publish(settings('OLD'), meta(tenantId));
    const ledger = interrupted(one.ledger, referenceStream(tenantId, 'units', 'default'), async () => {
      await other.store.publish(units('ROADS'), meta(tenantId));
      await other.store.publish(settings('NEW'), meta(tenantId));
    });
    const store = storeWith(one, { ledger });
    await store.inForce(tenantId);
    await store.historyThrough(tenantId, await one.feed.headPosition());
    const { settings: inForce } = await store.inForce(tenantId);
    expect([await unitsOf(store, tenantId), inForce.tenantCode]).toEqual([['ROADS'], 'NEW']);
  });

  it('is asked for again after a failure', async () => {
    const tenantId = newTenant();
    await one.store.publish(units('WATER'), meta(tenantId));
    const feed = altered(one.feed, { headPosition: failingOnce(() => one.feed.headPosition()) });
    const store = storeWith(one, { feed });
    await expect(store.inForce(tenantId)).rejects.toThrow('away');
    expect(await unitsOf(store, tenantId)).toEqual(['WATER']);
  });

  it('is refused when it publishes more streams than are read, for a part of them would be other terms', async () => {
    const row = { kind: 'units', key: 'default', head: 1 };
    const worker = altered(one.worker, {
      query: <Row>() => Promise.resolve(Array.from({ length: 10_000 }, () => row) as Row[]),
    });
    await expect(storeWith(one, { worker }).inForce(newTenant())).rejects.toBeInstanceOf(RangeError);
  });
});

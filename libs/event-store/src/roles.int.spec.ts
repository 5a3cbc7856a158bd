import { newId, type NewEvent } from '@bihuan/kernel';
import { ledgerUnderTest, type LedgerUnderTest, newNote, noteMeta, noteTaken } from '@bihuan/testing';
import { Client } from 'pg';
import type { Service } from './catalogue.js';
import { NotTheWriter } from './errors.js';
import { Ledger } from './ledger.js';
import type { Login } from './logins.js';

let notes: LedgerUnderTest;
const opened: { close(): Promise<void> }[] = [];
beforeAll(async () => {
  notes = await ledgerUnderTest();
  await notes.append(newNote(), [noteTaken('there is something')]);
});
afterAll(async () => {
  await Promise.all(opened.map((one) => one.close()));
  await notes.stop();
});

const services: readonly Login[] = [
  'bihuan_standalone',
  'bihuan_intake',
  'bihuan_routing',
  'bihuan_supervision',
  'bihuan_feedback',
  'bihuan_vault',
  'bihuan_audit',
];

/** Rows that a login is given; the session may name a tenant before. */
async function asked(login: Login, sql: string, tenant?: string): Promise<unknown[]> {
  const client = new Client({ connectionString: notes.urlOf(login) });
  await client.connect();
  try {
    if (tenant !== undefined) await client.query(`select set_config('bihuan.tenant', $1, false)`, [tenant]);
    return (await client.query({ text: sql, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

/** Appends a fact as one login, in the name of one service. */
async function appended(login: Login, service: Service, fact: NewEvent): Promise<number> {
  const { database, catalogue } = notes;
  const ledger = new Ledger({ database, catalogue, upcast: (_, __, data) => data, appendUrl: notes.urlOf(login) });
  opened.push(ledger);
  await ledger.measureClock();
  const parts = [
    {
      streamId: newNote(),
      head: { version: 0, hash: '0'.repeat(64) },
      facts: [{ ...fact, classification: 'INTERNAL' as const }],
    },
  ];
  const append = { service, parts, recordedAt: ledger.now(), meta: noteMeta(), sealed: [], keys: [] };
  return (await ledger.append(append)).length;
}

/** A subscription that is begun, or moved. */
const place = (subscription: string) => `insert into ledger.checkpoints (subscription, epoch, position)
  values ('${subscription}', 1, 0) on conflict (subscription) do update set position = 1`;
const signed: NewEvent = { type: 'NoteSigned', data: { by: 'x' } };

describe('a login of a service', () => {
  it.each(
    services.flatMap((login) =>
      [
        `insert into ledger.events select * from ledger.events limit 1`,
        `update ledger.events set data = '{}'`,
        `delete from ledger.events`,
        `truncate ledger.events`,
        `update ledger.keys set stream_id = ''`,
        `delete from ledger.keys`,
        `insert into ledger.writers values ('${login}', 'intake')`,
        `update ledger.event_types set services = '{intake}'`,
        `update ledger.clock set "offset" = '1 day'`,
        `update ledger.checkpoints set position = 0`,
        `delete from ledger.seals`,
        `select nextval('ledger.position')`,
        `set role bihuan_owner`,
      ].map((sql) => [login, sql] as const),
    ),
  )('%s may not: %s', async (login, sql) => {
    await expect(asked(login, sql, 'zhanyi')).rejects.toMatchObject({ code: '42501' });
  });

  it('may append what its service owns', async () => {
    expect([
      await appended('bihuan_intake', 'intake', noteTaken('ours')),
      await appended('bihuan_routing', 'routing', signed),
      await appended('bihuan_standalone', 'routing', signed),
    ]).toEqual([1, 1, 1]);
  });

  it.each([
    ['bihuan_intake', 'routing', signed],
    ['bihuan_routing', 'intake', noteTaken('theirs')],
    ['bihuan_feedback', 'vault', noteTaken('theirs')],
  ] as const)('%s may not append in the name of %s', async (login, service, fact) => {
    await expect(appended(login, service, fact)).rejects.toThrow(NotTheWriter);
  });

  it.each(['bihuan_audit', 'bihuan_vault'] as const)('%s may not append at all', async (login) => {
    await expect(appended(login, 'intake', noteTaken('theirs'))).rejects.toMatchObject({ code: '42501' });
  });

  it('is held by the database to the types that its service owns, whatever its program believes', async () => {
    await notes.admin(`update ledger.event_types set services = '{routing}' where type = 'NoteTaken'`);
    const outcome = appended('bihuan_intake', 'intake', noteTaken('believed'));
    await expect(outcome).rejects.toThrow(NotTheWriter);
    await notes.admin(`update ledger.event_types set services = '{intake}' where type = 'NoteTaken'`);
  });
});

describe('the rows of a tenant', () => {
  it.each([
    ['are seen by a session of that tenant', 'zhanyi', [[true]]],
    ['are not seen by a session of another', 'elsewhere', [[false]]],
    ['are not seen by a session of none', undefined, [[false]]],
    ['are not seen by a session of an empty one', '', [[false]]],
  ])('%s', async (_, tenant, answer) => {
    expect(await asked('bihuan_standalone', 'select count(*) > 0 from ledger.events', tenant)).toEqual(answer);
  });

  it('are not seen of the ledger’s keys either', async () => {
    await notes.append(newNote(), [{ type: 'NoteNumbered', data: { no: newId() } }]);
    const count = 'select count(*) > 0 from ledger.keys';
    expect(await asked('bihuan_standalone', count, 'elsewhere')).toEqual([[false]]);
    expect(await asked('bihuan_standalone', count, 'zhanyi')).toEqual([[true]]);
  });

  it('are all seen by the workers, who answer no caller', async () => {
    expect(await asked('bihuan_worker', 'select count(*) > 0 from ledger.events')).toEqual([[true]]);
  });

  it('stay invisible after a transaction that named a tenant has ended', async () => {
    await notes.database.query('zhanyi', 'select 1');
    const [row] = await notes.database.query<{ seen: string }>(
      'elsewhere',
      'select count(*) as seen from ledger.events',
    );
    expect(row).toEqual({ seen: 0 });
  });
});

describe('the login of a service’s workers', () => {
  it('keeps the places of its own subscriptions', async () => {
    await asked('bihuan_routing_worker', place('routing.reactions'));
    expect(await asked('bihuan_routing_worker', 'select subscription from ledger.checkpoints')).toEqual([
      ['routing.reactions'],
    ]);
  });

  it.each(['bihuan_intake_worker', 'bihuan_relay'] as const)('%s neither sees nor moves them', async (login) => {
    expect(await asked(login, `select from ledger.checkpoints where subscription = 'routing.reactions'`)).toEqual([]);
    await asked(login, `update ledger.checkpoints set position = 99`);
    await expect(asked(login, place('routing.reactions'))).rejects.toMatchObject({ code: '42501' });
    expect(
      await asked('bihuan_worker', `select position from ledger.checkpoints where subscription = 'routing.reactions'`),
    ).toEqual([['0']]);
  });
});

describe('the login of the workers', () => {
  it.each([
    `delete from ledger.events`,
    `update ledger.events set data = '{}'`,
    `update ledger.seals set events = 0`,
    `delete from ledger.seals`,
    `update ledger.keys set stream_id = ''`,
  ])('may not: %s', async (sql) => {
    await expect(asked('bihuan_worker', sql)).rejects.toMatchObject({ code: '42501' });
  });

  it('may not append', async () => {
    await expect(appended('bihuan_worker', 'intake', noteTaken('by nobody'))).rejects.toMatchObject({ code: '42501' });
  });

  it('may delete keys that have expired, and no others', async () => {
    const [old, permanent] = [newNote(), newNote()];
    const expired = { key: `key-${old}`, streamId: old, firstVersion: 1, lastVersion: 1, seconds: -1 };
    await notes.append(old, [noteTaken('old')], { keys: [expired] });
    await notes.append(permanent, [{ type: 'NoteNumbered', data: { no: 'for-ever' } }]);
    await asked('bihuan_worker', 'delete from ledger.keys');
    const named = [expired.key, 'note-no:for-ever'];
    const left = await notes.admin('select key from ledger.keys where key = any ($1)', [named]);
    expect(left).toEqual([['note-no:for-ever']]);
  });
});

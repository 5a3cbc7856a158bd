import { newId } from '@bihuan/kernel';
import { ledgerUnderTest, type LedgerUnderTest, newNote } from '@bihuan/testing';
import { Client } from 'pg';
import { appendQuery, type Entry } from './append-batch.js';
import { FIRST_PREVIOUS_HASH } from './recorded-event.js';

let notes: LedgerUnderTest;
let client: Client;
let plans: string[] = [];

// A server that tells its plans as notices: what a function plans inside, EXPLAIN cannot see.
beforeAll(async () => {
  notes = await ledgerUnderTest();
  client = new Client({ connectionString: notes.adminUrl });
  await client.connect();
  client.on('notice', ({ message = '' }) => plans.push(message));
  for (const statement of [
    `load 'auto_explain'`,
    `set auto_explain.log_min_duration = 0`,
    `set auto_explain.log_nested_statements = on`,
    `set auto_explain.log_level = notice`,
    // The session is that of a login that may append, and RLS holds it.
    `set session authorization bihuan_standalone`,
    `select set_config('bihuan.tenant', 'zhanyi', false)`,
  ])
    await client.query(statement);
});
afterAll(async () => {
  await client.end();
  await notes.stop();
});

/** The plans of what is asked, scans and joins only. */
async function plansOf(ask: () => Promise<unknown>): Promise<string[]> {
  plans = [];
  await ask();
  return plans.flatMap((plan) => plan.match(/(Seq Scan|Hash Join|Merge Join|Index (Only )?Scan)[^(]*/g) ?? []);
}

const entry = (): Entry => {
  const streamId = newNote();
  const now = new Date().toISOString();
  return {
    tenantId: 'zhanyi',
    service: 'intake',
    heads: [{ streamId, version: 0, hash: FIRST_PREVIOUS_HASH }],
    keys: [{ key: `key-${newId()}`, streamId, firstVersion: 1, lastVersion: 1, seconds: 60 }],
    sealed: [{ ref: `txt_${newId()}`, wrappedKey: Buffer.from('k'), ciphertext: Buffer.from('t') }],
    fileRefs: [`fil_${newId()}`],
    events: [
      {
        actor: '{}',
        causationId: undefined,
        classification: 'INTERNAL',
        commandId: newId(),
        correlationId: 'c'.repeat(32),
        data: '{}',
        eventId: newId(),
        eventType: 'NoteTaken',
        hashAlg: 'sha256',
        occurredAt: now,
        prevHash: FIRST_PREVIOUS_HASH,
        recordedAt: now,
        schemaVersion: 1,
        service: 'INTAKE',
        streamId,
        streamVersion: 1,
        tenantId: 'zhanyi',
        hash: '1'.repeat(64),
      },
    ],
  };
};
const append = () => client.query(appendQuery(new Date().toISOString(), [entry(), entry(), entry()]));

const fill = `
  insert into ledger.events select nextval('ledger.position'), 'zhanyi', 'note-' || (n / 10), n % 10 + 1, gen_random_uuid(),
    'NoteTaken', 1, now(), now(), '{}', '', null, gen_random_uuid(), 'INTAKE', 'INTERNAL', 'sha256', '', '', '{}'
    from generate_series(1, 20000) n;
  insert into ledger.keys select 'zhanyi', 'filled-' || n, 'note-' || n, 1, 1 from generate_series(1, 20000) n;
  insert into vault.file select 'fil_filled-' || n, 'zhanyi', '', '', 1, '', 'unit:ZJJ' from generate_series(1, 20000) n;`;
const filled = async (): Promise<void> => {
  await notes.admin(fill);
};

// The clock has one row.
const scansTables = expect.arrayContaining([expect.stringMatching(/Seq Scan on (?!clock)|Hash Join|Merge Join/)]);

describe('a scan of a table', () => {
  it('is seen where there is one', async () => {
    expect(await plansOf(() => client.query('select max(events) from ledger.seals'))).toEqual(scansTables);
  });
});

describe('the plans inside an append', () => {
  it('scan no table while the ledger is empty, so that the plan made then never harms', async () => {
    const seen = await plansOf(append);
    expect(seen).not.toEqual(scansTables);
    expect(seen).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/Index (Only )?Scan.* on keys t/),
        expect.stringMatching(/Index (Only )?Scan.* on events t/),
      ]),
    );
  });

  it('stay the same when the ledger has grown without being analysed', async () => {
    await filled();
    expect(await plansOf(append)).not.toEqual(scansTables);
  });

  it('stay the same after the tables were analysed', async () => {
    await notes.admin('analyze');
    expect(await plansOf(append)).not.toEqual(scansTables);
  });
});

describe('the plans of the reads, once the ledger is filled', () => {
  it.each([
    [
      'a stream',
      `select * from ledger.events where tenant_id = $1 and stream_id = $2 and version > $3 order by version limit 100`,
      ['zhanyi', 'note-7', 0],
    ],
    [
      'a key',
      `select * from ledger.keys where tenant_id = $1 and key = any ($2::text[]) and (expires_at is null or expires_at > ledger.now())`,
      ['zhanyi', ['filled-1', 'filled-2']],
    ],
    [
      'what came before a page',
      `select e.* from unnest($1::text[], $2::text[], $3::int[]) as s(tenant, stream, before)
        cross join lateral (select * from ledger.events t
          where t.tenant_id = s.tenant and t.stream_id = s.stream and t.version < s.before order by t.version) e
        order by e.tenant_id, e.stream_id, e.version`,
      [
        ['zhanyi', 'zhanyi'],
        ['note-7', 'note-8'],
        [5, 6],
      ],
    ],
    ['the feed', 'select * from ledger.events where position > $1 order by position limit 1000', [1000]],
    ['the head', 'select position from ledger.events order by position desc limit 1', []],
    ['a place', 'select event_id from ledger.events where position = $1', [1000]],
    ['a batch of a consumer', 'select event_id from ledger.events where position = any($1::int8[])', [[1000, 2000]]],
  ])('find %s down an index', async (_, text, values) => {
    const seen = await plansOf(() => client.query(text, [...values]));
    expect(seen).not.toEqual(scansTables);
    expect(seen).toEqual(expect.arrayContaining([expect.stringMatching(/^Index/)]));
  });
});

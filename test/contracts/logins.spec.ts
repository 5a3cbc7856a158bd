import { type Login, type Logins, prepareDatabase, urlOf } from '@bihuan/event-store';
import { kinds } from '@bihuan/reference';
import { houseCatalogue } from '@bihuan/serving';
import { type TestDatabase, testDatabase, testLogins } from '@bihuan/testing';
import { Client } from 'pg';
import { everyMigration } from '../../apps/standalone/src/standalone.module.js';

const usage = (...schemas: readonly string[]): string[] => schemas.map((schema) => `usage schema ${schema}`);
const rowsOf = (table: string): string[] => ['delete', 'insert', 'select', 'update'].map((may) => `${may} ${table}`);
/** Places and letters are added and changed, never taken away. */
const keeps = (table: string): string[] => ['insert', 'select', 'update'].map((may) => `${may} ${table}`);
const lettersOf = (service: string): string[] => [
  ...keeps(`${service}.dead_letter`),
  `select ${service}.dead_letter_action`,
];
const reacts = (service: string): string[] => [
  ...lettersOf(service),
  ...keeps('messaging.offsets'),
  ...usage(service, 'messaging'),
];

const CALLER = [
  'execute access.find_key',
  'execute access.take_tokens',
  'execute ledger.now',
  'select ledger.events',
  'select reference.document',
  ...usage('access', 'ledger', 'reference'),
];
const WRITER = [...CALLER, 'execute ledger.append', 'select ledger.keys'];
const READER = [
  'execute ledger.now',
  'insert ledger.checkpoints',
  'select bihuan.migrations',
  'select ledger.checkpoints',
  'select ledger.epochs',
  'select ledger.event_types',
  'select ledger.events',
  'update ledger.checkpoints',
  ...usage('bihuan', 'ledger'),
];
const WORKER = [...READER, 'select reference.document', ...usage('reference')];
const KEEPER = [
  'execute vault.discard_upload',
  'execute vault.erase',
  'execute vault.rewrap',
  'insert vault.file',
  'insert vault.file_chunk',
  'insert vault.read_log',
  'select vault.file',
  'select vault.file_chunk',
  'select vault.read_log',
  'select vault.sealed',
  'update vault.file (upload_key)',
  ...usage('vault'),
];
const SWEEPER = ['execute vault.sweep_files', ...usage('vault')];
const SEALER = ['insert ledger.seals', 'select ledger.seals', 'delete ledger.keys', 'select ledger.keys'];
const NUMBERS = 'execute intake.reserve_case_serials';
const PUBLISHES = 'insert reference.document';

/** Everything that a login of ours may do at run time. What is not here, nobody may. */
const may: Readonly<Record<Login, readonly string[]>> = {
  bihuan_intake: [...WRITER, PUBLISHES, NUMBERS, 'select intake.case_list', ...usage('intake')],
  bihuan_routing: [...WRITER, PUBLISHES, 'select routing.unit_inbox', ...usage('routing')],
  bihuan_supervision: [...WRITER, PUBLISHES, 'select supervision.sla_board', ...usage('supervision')],
  bihuan_feedback: [
    ...WRITER,
    'select vault.file (ref, tenant_id, hash, bytes, media_type, uploader, uploaded_at, used_at, stream_id, erased_at)',
    ...usage('vault'),
  ],
  bihuan_audit: [...CALLER, 'select ledger.seals'],
  bihuan_vault: [...KEEPER, 'execute ledger.now', ...usage('ledger')],
  bihuan_standalone: [
    ...WRITER,
    ...KEEPER,
    PUBLISHES,
    NUMBERS,
    'insert access.api_key',
    'select access.api_key (public_id, tenant_id, key_id, role, unit_id, staff_id, grid_codes, source_systems, rate, burst, created_at, expires_at, revoked_at)',
    'select intake.case_list',
    'select ledger.seals',
    'select routing.unit_inbox',
    'select supervision.sla_board',
    'update access.api_key',
    ...usage('intake', 'routing', 'supervision'),
  ],
  bihuan_intake_worker: [...WORKER, ...SWEEPER, ...rowsOf('intake.case_list'), ...reacts('intake')],
  bihuan_routing_worker: [...WORKER, ...rowsOf('routing.unit_inbox'), ...reacts('routing')],
  bihuan_supervision_worker: [...WORKER, ...rowsOf('supervision.sla_board'), ...reacts('supervision')],
  bihuan_feedback_worker: [...WORKER, ...reacts('feedback')],
  bihuan_audit_worker: [...WORKER, ...SEALER],
  bihuan_relay: [...READER, ...keeps('messaging.relays'), ...usage('messaging')],
  bihuan_worker: [
    ...WORKER,
    ...SWEEPER,
    ...SEALER,
    ...['intake.case_list', 'routing.unit_inbox', 'supervision.sla_board'].flatMap(rowsOf),
    ...['intake', 'routing', 'supervision', 'feedback'].flatMap(lettersOf),
    ...['messaging.relays', 'messaging.offsets'].flatMap(keeps),
    ...usage('intake', 'routing', 'supervision', 'feedback', 'messaging'),
  ],
};

// Of functions nobody has touched, everybody may run them: that is told here too.
const GRANTED = `
  with ours as (
    select oid, nspname as schema, nspacl from pg_namespace where nspname in
      ('bihuan', 'ledger', 'vault', 'access', 'reference', 'messaging', 'intake', 'routing', 'supervision', 'feedback')),
  granted as (
    select grantee, privilege_type || ' schema ' || schema as what from ours, aclexplode(nspacl)
    union all
    select grantee, privilege_type || ' ' || schema || '.' || relname
      from pg_class c join ours on ours.oid = relnamespace, aclexplode(c.relacl)
    union all
    select grantee, privilege_type || ' ' || schema || '.' || relname
        || ' (' || string_agg(attname, ', ' order by attnum) || ')'
      from pg_attribute a join pg_class c on c.oid = attrelid join ours on ours.oid = relnamespace, aclexplode(a.attacl)
     group by grantee, privilege_type, schema, relname
    union all
    select grantee, privilege_type || ' ' || schema || '.' || proname
      from pg_proc p join ours on ours.oid = pronamespace,
           aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))))
  select case grantee when 0 then 'public' else grantee::regrole::text end as login, lower(what) as what
    from granted where grantee <> 'bihuan_owner'::regrole`;

let test: TestDatabase;
let logins: Logins;
beforeAll(async () => {
  logins = await testLogins();
  const prepared = { logins, migrations: everyMigration, catalogue: houseCatalogue };
  test = await testDatabase((url) => prepareDatabase(url, prepared), 'every_service');
}, 60_000);
afterAll(() => test.drop());

/** Rows of a statement, in a session of tenant zhanyi. */
async function asked<Row>(url: string, sql: string): Promise<Row[]> {
  const client = new Client(url);
  await client.connect();
  try {
    await client.query(`select set_config('bihuan.tenant', 'zhanyi', false)`);
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}
const as = (login: Login, sql: string) => asked(urlOf(test.url, login, logins), sql);

/** What each login, the groups and everybody may, as the database has it. */
async function grantedIn(url: string): Promise<Record<string, string[]>> {
  const granted = await asked<{ login: string; what: string }>(url, GRANTED);
  const own = [...Map.groupBy(granted, ({ login }) => login)];
  return Object.fromEntries(own.map(([login, all]) => [login, all.map(({ what }) => what).toSorted()]));
}
const told = Object.entries(may).map(([login, own]) => [login, [...new Set(own)].toSorted()] as const);

describe('what the logins may', () => {
  it('is this and no more; the groups and everybody have nothing', async () => {
    expect(await grantedIn(test.url)).toEqual(Object.fromEntries(told));
  });

  it('is the same in a database of a build in which the groups had it all', async () => {
    const before = everyMigration.filter(({ name }) => !/Logins|Rates/.test(name));
    const older = await testDatabase(async (url) => {
      await prepareDatabase(url, { logins, migrations: before, catalogue: houseCatalogue });
      await prepareDatabase(url, { logins, migrations: everyMigration, catalogue: houseCatalogue });
    }, 'older_build');
    const found = await grantedIn(older.url);
    await older.drop();
    expect(found).toEqual(Object.fromEntries(told));
  }, 30_000);
});

const document = (kind: string) =>
  `insert into reference.document (tenant_id, content_hash, kind, key, content) values ('zhanyi', 'h-${kind}', '${kind}', 'k', '{}')`;
const upload = `insert into vault.file (ref, tenant_id, wrapped_key, hash, bytes, media_type, uploader)
  values ('fil_1', 'zhanyi', '\\x00', 'h', 1, 'image/png', 'unit:ZJJ')`;
const place = (subscription: string) =>
  `insert into ledger.checkpoints (subscription, epoch, position) values ('${subscription}', 1, 0)`;

const offset = (subscription: string) =>
  `insert into messaging.offsets (subscription, topic, partition, "offset", position, holder, cluster)
     values ('${subscription}', 't', 0, 0, 0, gen_random_uuid(), 'c')`;

const services = ['bihuan_intake', 'bihuan_routing', 'bihuan_supervision', 'bihuan_feedback', 'bihuan_audit'] as const;
const workers = [
  'bihuan_intake_worker',
  'bihuan_routing_worker',
  'bihuan_supervision_worker',
  'bihuan_feedback_worker',
  'bihuan_audit_worker',
  'bihuan_relay',
] as const;
const elsewhere: Readonly<Partial<Record<Login, readonly string[]>>> = {
  bihuan_intake: ['select from routing.unit_inbox', document('units'), 'delete from intake.case_list'],
  bihuan_routing: ['select from intake.case_list', `select intake.reserve_case_serials('2026-01-01', 1)`],
  bihuan_supervision: ['select from intake.case_list', document('grids')],
  bihuan_feedback: ['select wrapped_key from vault.file', 'select from supervision.sla_board', document('units')],
  bihuan_audit: ['select from ledger.keys', 'insert into ledger.seals default values', document('settings')],
  bihuan_vault: ['select from ledger.events', 'select from intake.case_list', `delete from vault.read_log`],
  bihuan_intake_worker: ['delete from routing.unit_inbox', 'delete from ledger.keys', place('routing.reactions')],
  bihuan_routing_worker: ['delete from intake.case_list', `select vault.sweep_files(now(), 1)`],
  bihuan_supervision_worker: ['select from routing.unit_inbox', place('intake.reactions')],
  bihuan_feedback_worker: [
    'select from supervision.dead_letter',
    'select from messaging.relays',
    offset('routing.reactions'),
  ],
  bihuan_audit_worker: ['delete from ledger.seals', 'select from intake.case_list', place('relay.case-events')],
  bihuan_relay: ['select from reference.document', 'select from messaging.offsets', place('audit.seals')],
};
const everybodys = [
  'select ciphertext from vault.sealed',
  upload,
  `select vault.erase('sub_1')`,
  'select from access.api_key',
  `update access.api_key set rate = 1`,
  'set role bihuan_vault',
  'set role bihuan_standalone',
  'update ledger.events set data = null',
];
const refused = [
  ...[...services, ...workers].flatMap((login) => everybodys.map((sql) => [login, sql] as const)),
  ...Object.entries(elsewhere).flatMap(([login, own]) => own.map((sql) => [login as Login, sql] as const)),
];

describe('what is another’s', () => {
  it.each(refused)('%s is refused: %s', async (login, sql) => {
    await expect(as(login, sql)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('what is its own', () => {
  it.each<[Login, string]>([
    ['bihuan_intake', `select intake.reserve_case_serials('2026-01-01', 1)`],
    ['bihuan_intake', 'select from intake.case_list'],
    ['bihuan_routing', 'select from routing.unit_inbox'],
    ['bihuan_supervision', 'select from supervision.sla_board'],
    ['bihuan_feedback', 'select ref, hash, uploader from vault.file'],
    ['bihuan_audit', 'select from ledger.seals'],
    ['bihuan_vault', upload],
    ['bihuan_vault', `select vault.erase('fil_1')`],
    ['bihuan_intake_worker', place('intake.reactions')],
    ['bihuan_intake_worker', 'select vault.sweep_files(now(), 1)'],
    ['bihuan_routing_worker', 'delete from routing.unit_inbox'],
    ['bihuan_supervision_worker', 'update supervision.sla_board set round = 1'],
    ['bihuan_audit_worker', 'delete from ledger.keys'],
    ['bihuan_relay', place('relay.case-events')],
    ['bihuan_feedback_worker', offset('feedback.reactions')],
    ['bihuan_feedback_worker', 'update feedback.dead_letter set wish = null'],
  ])('%s may: %s', async (login, sql) => {
    await expect(as(login, sql)).resolves.toBeDefined();
  });

  it.each(Object.entries(kinds).map(([kind, { owner }]) => [owner, kind] as const))(
    '%s publishes %s, and nobody else does',
    async (owner, kind) => {
      const others = (['intake', 'routing', 'supervision'] as const).filter((service) => service !== owner);
      for (const other of others)
        await expect(as(`bihuan_${other}`, document(kind))).rejects.toMatchObject({ code: '42501' });
      await expect(as(`bihuan_${owner}`, document(kind))).resolves.toEqual([]);
    },
  );
});

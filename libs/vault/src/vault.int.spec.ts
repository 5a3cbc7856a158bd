import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Database,
  KeyReused,
  Ledger,
  ledgerMigrations,
  noHead,
  prepareDatabase,
  urlOf,
  WorkerDatabase,
} from '@bihuan/event-store';
import { newId, type Sealed } from '@bihuan/kernel';
import { testDatabase, type TestDatabase, testLogins } from '@bihuan/testing';
import { Pool } from 'pg';
import { SealBroken } from './cipher.js';
import { ErasureJournal } from './erasure-journal.js';
import { identityShown } from './identity.policy.js';
import { vaultMigrations } from './vault-migrations.js';
import { rewrapKeys } from './rewrap-keys.js';
import { subjectCatalogue, subjectEnrolled, subjectStream } from './subject.events.js';
import { TenantKeys } from './tenant-keys.js';
import { Vault } from './vault.js';
import { VaultErasure } from './vault-erasure.js';
import { sweepFiles, VaultFiles } from './vault-files.js';
import { type Read, VaultReads } from './vault-reads.js';

const MIB = 1024 * 1024;
const caseId = '0190b1f2-0000-7000-8000-00000000000c';
const clerk = { kind: 'STAFF', ref: 'clerk-1', unitId: 'CENTRE', role: 'CLERK' } as const;
const handler = { kind: 'STAFF', ref: 'zjj-handler-1', unitId: 'ZJJ', role: 'UNIT_HANDLER' } as const;
const clock = { now: () => '2026-03-02T01:00:00.000Z' };

const dir = mkdtempSync(join(tmpdir(), 'bihuan-vault-int-'));
let test: TestDatabase;
let admin: Pool;
let database: Database;
let worker: WorkerDatabase;
let keys: TenantKeys;
let vault: Vault;
let files: VaultFiles;
let reads: VaultReads;
let journal: ErasureJournal;
let erasure: VaultErasure;

// Logins are of the server, not of one database: all specs of a run share them.
const logins = testLogins;

beforeAll(async () => {
  test = await testDatabase(async (adminUrl) => {
    const migrations = [...ledgerMigrations, ...vaultMigrations];
    await prepareDatabase(adminUrl, { logins: await logins(), migrations, catalogue: subjectCatalogue });
  }, 'vault');
  admin = new Pool({ connectionString: test.url, max: 3 });
  // A pool says that it has ended before its connections have; dropping the database then ends them once more.
  admin.on('error', () => undefined);
  database = new Database(urlOf(test.url, 'bihuan_standalone', await logins()));
  worker = new WorkerDatabase(urlOf(test.url, 'bihuan_worker', await logins()));
  keys = new TenantKeys(join(dir, 'keys'));
  vault = new Vault(keys, database);
  files = new VaultFiles(keys, database);
  reads = new VaultReads(database, vault, files);
  journal = new ErasureJournal(join(dir, 'erasures.ndjson'));
  erasure = new VaultErasure(database, journal, clock);
});
afterAll(async () => {
  await Promise.all([database.close(), worker.close(), admin.end()]);
  await test.drop();
  rmSync(dir, { recursive: true });
});

/** As `ledger.append` does it. */
const keep = async ({ ref, wrappedKey, ciphertext }: Sealed, tenantId = 'zhanyi'): Promise<string> => {
  await admin.query('insert into vault.sealed (ref, tenant_id, wrapped_key, ciphertext) values ($1, $2, $3, $4)', [
    ref,
    tenantId,
    wrappedKey,
    ciphertext,
  ]);
  return ref;
};
const keptText = (text: string): Promise<string> => keep(vault.seal(text, 'zhanyi').sealed);
const keptSubject = (): Promise<string> =>
  keep(vault.sealSubject({ name: '张三', phone: '13812345678' }, 'zhanyi').sealed);

const jpeg = (bytes: number): Buffer => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(bytes - 4)]);
const bytesOf = async (content: AsyncIterable<Buffer>): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
};
const uploader = 'unit:ZJJ';
const uploaded = async (content = jpeg(1000), by = uploader): Promise<string> =>
  (await files.put('zhanyi', content, { uploader: by })).file.attachmentId;
const streamId = `case-${caseId}`;
/** As `ledger.append` does it. */
const named = async (ref: string, by = streamId): Promise<string> => {
  await admin.query('update vault.file set used_at = ledger.now(), stream_id = $2 where ref = $1', [ref, by]);
  return ref;
};
const count = async (sql: string, ...values: readonly unknown[]): Promise<number> =>
  Number((await admin.query<{ count: string }>(`select count(*) from ${sql}`, [...values])).rows[0]?.count);
const destroyed = async (ref: string): Promise<string> => {
  await database.query('zhanyi', 'select vault.erase($1)', [ref]);
  return ref;
};
const refusal = (code: string) => expect.objectContaining({ code });

async function* brokenOff(): AsyncGenerator<Buffer> {
  yield jpeg(MIB);
  yield await Promise.reject(new Error('the sender is gone'));
}

const aged = async (days: number): Promise<string> => {
  const ref = await uploaded();
  await admin.query('update vault.file set uploaded_at = ledger.now() - make_interval(days => $2) where ref = $1', [
    ref,
    days,
  ]);
  return ref;
};

const inHours = async (hours: number): Promise<string> => {
  const { rows } = await admin.query<{ at: Date }>('select ledger.now() + make_interval(hours => $1) as at', [hours]);
  return rows[0]?.at.toISOString() ?? 'no time';
};

const reading = (ref: string, told: Partial<Read> = {}): Read => ({
  tenantId: 'zhanyi',
  ref,
  caseId,
  purpose: 'HANDLING',
  actor: clerk,
  granted: true,
  ...told,
});

const shownTo = (role: string) =>
  identityShown({ level: 'NORMAL' }, { role, isAssigned: true, isAccused: false }, 'HANDLING');

describe('what an append has kept', () => {
  it('is told again', async () => {
    expect(await vault.openText('zhanyi', await keptText('玉林北路污水井盖破损'))).toBe('玉林北路污水井盖破损');
    expect(await vault.openSubject('zhanyi', await keptSubject())).toEqual({ name: '张三', phone: '13812345678' });
  });

  it('became durable in the append that names it', async () => {
    const ledger = new Ledger({
      database,
      catalogue: subjectCatalogue,
      upcast: (_type, _version, data) => data,
      appendUrl: urlOf(test.url, 'bihuan_standalone', await logins()),
    });
    const { subjectRef, sealed, fields } = vault.sealSubject({ name: '张三' }, 'zhanyi');
    const enrolled = subjectEnrolled(subjectRef, { fields, legalBasis: 'STATUTORY_DUTY', noticeVersion: 1 });
    await ledger.append({
      service: 'intake',
      parts: [
        { streamId: subjectStream(subjectRef), head: noHead, facts: [{ ...enrolled, classification: 'INTERNAL' }] },
      ],
      recordedAt: ledger.now(),
      meta: {
        tenantId: 'zhanyi',
        actor: clerk,
        at: '2026-03-02T01:00:00.000Z',
        correlationId: '0'.repeat(32),
        commandId: newId(),
      },
      sealed: [sealed],
      keys: [],
    });
    await ledger.close();
    expect(await vault.openSubject('zhanyi', subjectRef)).toEqual({ name: '张三' });
  });

  it('is not there for another tenant: NOT_IN_VAULT', async () => {
    await expect(vault.openText('demo2', await keptText('井盖'))).rejects.toEqual(refusal('NOT_IN_VAULT'));
  });

  it('is told apart from what nobody kept: NOT_IN_VAULT', async () => {
    await expect(vault.openText('zhanyi', `txt_${newId()}`)).rejects.toEqual(refusal('NOT_IN_VAULT'));
  });

  it('does not open when a bit of it was changed', async () => {
    const ref = await keptText('井盖破损');
    await admin.query(
      'update vault.sealed set ciphertext = set_bit(ciphertext, 100, 1 - get_bit(ciphertext, 100)) where ref = $1',
      [ref],
    );
    await expect(vault.openText('zhanyi', ref)).rejects.toThrow(SealBroken);
  });

  it('does not open when two rows were swapped', async () => {
    const [one, two] = [await keptText('甲'), await keptText('乙')];
    await admin.query(
      `update vault.sealed t set wrapped_key = o.wrapped_key, ciphertext = o.ciphertext
         from vault.sealed o where t.ref in ($1, $2) and o.ref in ($1, $2) and o.ref <> t.ref`,
      [one, two],
    );
    await expect(vault.openText('zhanyi', one)).rejects.toThrow(SealBroken);
    await expect(vault.openText('zhanyi', two)).rejects.toThrow(SealBroken);
  });

  it.each([
    [
      'insert a text',
      "insert into vault.sealed (ref, tenant_id, wrapped_key, ciphertext) values ('txt_1', 'zhanyi', '', '')",
    ],
    ['change a text', "update vault.sealed set ciphertext = ''"],
    ['delete a text', 'delete from vault.sealed'],
    ['mark a file as used', 'update vault.file set used_at = null'],
    ['delete a part of a file', 'delete from vault.file_chunk'],
    ['change the access log', 'update vault.read_log set granted = true'],
    ['shorten the access log', 'delete from vault.read_log'],
    ['sweep files', 'select vault.sweep_files(now(), 1)'],
  ])('lets no service %s', async (_, sql) => {
    await expect(database.query('zhanyi', sql)).rejects.toMatchObject({ code: '42501' });
  });

  it('takes a row of the log for the own tenant alone', async () => {
    const sql = `insert into vault.read_log (tenant_id, actor_ref, role, ref, case_id, granted)
                 values ('demo2', 'clerk-1', 'CLERK', 'txt_1', '${caseId}', true)`;
    await expect(database.query('zhanyi', sql)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('an uploaded file', () => {
  it('comes back as the bytes that were sent, over several chunks', async () => {
    const photo = jpeg(2 * MIB + 12_345);
    const sha256 = createHash('sha256').update(photo).digest('hex');
    const declared = { sha256: sha256.toUpperCase() };
    const { file: stored, isReplayed } = await files.put('zhanyi', photo, { uploader, declared });
    expect([stored, isReplayed]).toEqual([
      {
        attachmentId: expect.stringMatching(/^fil_[0-9a-f-]{36}$/),
        sha256,
        mediaType: 'image/jpeg',
        bytes: photo.length,
      },
      false,
    ]);
    const { content, ...ref } = await files.read('zhanyi', stored.attachmentId);
    expect(ref).toEqual({ ref: stored.attachmentId, hash: sha256, bytes: photo.length, mediaType: 'image/jpeg' });
    expect((await bytesOf(content)).equals(photo)).toBe(true);
  });

  it('lies in no row as it was sent', async () => {
    const ref = await uploaded(Buffer.concat([Buffer.from('%PDF-1.7 '), Buffer.alloc(100, '王')]));
    expect(
      await count(`vault.file_chunk where ref = $1 and position('\\x255044462d'::bytea in ciphertext) = 0`, ref),
    ).toBe(1);
  });

  it('keeps what its camera claimed apart, encrypted', async () => {
    const exif = Buffer.from(
      'ffd8ffe100484578696600004d4d002a00000008000187690004000000010000001a00000000000190030002000000140000002c00000000' +
        '323032353a30383a30372031353a31393a303000',
      'hex',
    );
    const ref = await uploaded(Buffer.concat([exif, randomBytes(100)]));
    expect(await files.claimed('zhanyi', ref)).toEqual({ takenAt: '2025-08-07T15:19:00' });
    expect(await count(`vault.file where ref = $1 and position('2025'::bytea in claimed) = 0`, ref)).toBe(1);
  });

  it('claims nothing where the camera wrote nothing', async () => {
    expect(await files.claimed('zhanyi', await uploaded())).toEqual({});
  });

  it.each([
    ['ATTACHMENT_EMPTY', Buffer.alloc(0), {}],
    ['UNSUPPORTED_MEDIA_TYPE', Buffer.from('<!doctype html><html></html>'), {}],
    ['UNSUPPORTED_MEDIA_TYPE', Buffer.from([0xff, 0xd8, 0xff]), {}],
    ['ATTACHMENT_TOO_LARGE', jpeg(20 * MIB + 1), {}],
    ['ATTACHMENT_HASH_MISMATCH', jpeg(1000), { sha256: '0'.repeat(64) }],
  ])('is refused and leaves nothing: %s', async (code, content, declared) => {
    const before = await count('vault.file_chunk');
    await expect(files.put('zhanyi', content, { uploader, declared })).rejects.toEqual(refusal(code));
    expect(await count('vault.file_chunk')).toBe(before);
  });

  it('leaves nothing when the sender breaks off', async () => {
    const before = await count('vault.file_chunk');
    await expect(files.put('zhanyi', brokenOff(), { uploader })).rejects.toThrow('the sender is gone');
    expect(await count('vault.file_chunk')).toBe(before);
  });

  it('is the same file when its key comes again with the same bytes', async () => {
    const photo = jpeg(1000);
    const upload = { uploader, key: `upload-${newId()}` };
    const first = await files.put('zhanyi', photo, upload);
    const before = await count('vault.file_chunk');
    expect(await files.put('zhanyi', photo, upload)).toEqual({ ...first, isReplayed: true });
    expect(await count('vault.file_chunk')).toBe(before);
  });

  it('is one file when two processes take it with one key at the same moment', async () => {
    const photo = jpeg(1000);
    const upload = { uploader, key: `upload-${newId()}` };
    const stored = await Promise.all([1, 2].map(() => files.put('zhanyi', photo, upload)));
    expect(stored.filter(({ isReplayed }) => isReplayed)).toHaveLength(1);
    const refs = new Set(stored.map(({ file }) => file.attachmentId));
    expect([refs.size, await count('vault.file_chunk where ref = any ($1)', [...refs])]).toEqual([1, 1]);
  });

  it('is refused when its key comes again with other bytes, and leaves nothing', async () => {
    const upload = { uploader, key: `upload-${newId()}` };
    await files.put('zhanyi', jpeg(1000), upload);
    const before = await count('vault.file_chunk');
    await expect(files.put('zhanyi', jpeg(1000), upload)).rejects.toThrow(KeyReused);
    expect(await count('vault.file_chunk')).toBe(before);
  });

  it('is a new file when its key comes again after 72 hours', async () => {
    const upload = { uploader, key: `upload-${newId()}` };
    const { file: old } = await files.put('zhanyi', jpeg(1000), upload);
    await admin.query("update vault.file set uploaded_at = ledger.now() - interval '72 hours' where ref = $1", [
      old.attachmentId,
    ]);
    const { file, isReplayed } = await files.put('zhanyi', jpeg(1000), upload);
    expect([isReplayed, file.attachmentId === old.attachmentId]).toEqual([false, false]);
  });

  it('is not there before its last byte', async () => {
    const seen: number[] = [];
    const before = await count('vault.file');
    const slow = async function* (): AsyncGenerator<Buffer> {
      yield jpeg(MIB);
      seen.push((await count('vault.file')) - before);
    };
    await files.put('zhanyi', slow(), { uploader });
    expect([...seen, (await count('vault.file')) - before]).toEqual([0, 1]);
  });

  it('does not open when two of its chunks were swapped', async () => {
    const ref = await uploaded(jpeg(2 * MIB));
    await admin.query('update vault.file_chunk set index = index + 10 where ref = $1', [ref]);
    await admin.query('update vault.file_chunk set index = 11 - index where ref = $1', [ref]);
    await expect(bytesOf((await files.read('zhanyi', ref)).content)).rejects.toThrow(SealBroken);
  });

  it('does not open when a chunk is missing', async () => {
    const ref = await uploaded(jpeg(2 * MIB));
    await admin.query('delete from vault.file_chunk where ref = $1 and index = 1', [ref]);
    await expect(bytesOf((await files.read('zhanyi', ref)).content)).rejects.toThrow('chunk 1 is missing');
  });

  it('does not pass for another: its hash is checked while it is read', async () => {
    const ref = await uploaded();
    await admin.query('update vault.file set hash = $2 where ref = $1', [ref, '0'.repeat(64)]);
    await expect(bytesOf((await files.read('zhanyi', ref)).content)).rejects.toThrow(SealBroken);
  });

  it('is not there for another tenant: NOT_IN_VAULT', async () => {
    const ref = await uploaded();
    await expect(files.read('demo2', ref)).rejects.toEqual(refusal('NOT_IN_VAULT'));
    expect(await files.filesOf('demo2', [ref], { uploader })).toEqual({ found: [], unknown: [ref], expired: [] });
  });
});

describe('files that a command names', () => {
  it('are found in the order asked for, expired, or unknown', async () => {
    const [old, second, first] = [await aged(7), await uploaded(), await aged(6)];
    const [used, unknown] = [await aged(30), `fil_${newId()}`];
    await named(used);
    const asked = [first, old, unknown, second, used];
    const { found, ...rest } = await files.filesOf('zhanyi', asked, { uploader, streamId });
    expect(found.map(({ ref }) => ref)).toEqual([first, second, used]);
    expect(rest).toEqual({ unknown: [unknown], expired: [old] });
  });

  it.each([
    ['somebody else uploaded', async () => uploaded(jpeg(1000), 'unit:ZFJ')],
    ['another case has', async () => named(await uploaded(), 'case-another')],
    ['the case has from somebody else', async () => named(await uploaded(jpeg(1000), 'unit:ZFJ'))],
    ['was destroyed in another case', async () => destroyed(await named(await uploaded(), 'case-another'))],
  ])('are unknown to who names one that %s', async (_, make) => {
    const ref = await make();
    const naming = { uploader, streamId };
    expect(await files.filesOf('zhanyi', [ref], naming)).toEqual({ found: [], unknown: [ref], expired: [] });
  });

  it('are unknown to a case that is only beginning, once one has them', async () => {
    const ref = await named(await uploaded());
    expect(await files.filesOf('zhanyi', [ref], { uploader })).toMatchObject({ found: [], unknown: [ref] });
  });

  it('are none when none is named', async () => {
    expect(await files.filesOf('zhanyi', [], { uploader })).toEqual({ found: [], unknown: [], expired: [] });
  });

  it('are destroyed 14 days after the upload when no fact names them, more than a batch of them', async () => {
    const [young, used] = [await aged(13), await aged(20)];
    const old = await Promise.all(Array.from({ length: 25 }, () => aged(14)));
    await named(used);
    expect(await sweepFiles(worker, await inHours(1))).toBe(25);
    const told = await files.filesOf('zhanyi', [young, used], { uploader, streamId });
    expect(told).toMatchObject({ expired: [young], found: [{ ref: used }] });
    expect(await count('vault.file_chunk where ref = any ($1)', old)).toBe(0);
    await expect(files.read('zhanyi', old[0] as string)).rejects.toEqual(refusal('SUBJECT_ERASED'));
  });

  it('leave nothing of an upload that never ended, a day later', async () => {
    const ref = `fil_${newId()}`;
    const insert = "insert into vault.file_chunk (ref, tenant_id, index, ciphertext) values ($1, 'zhanyi', 0, '')";
    await database.query('zhanyi', insert, [ref]);
    const left = async (hours: number): Promise<number> => {
      await sweepFiles(worker, await inHours(hours));
      return count('vault.file_chunk where ref = $1', ref);
    };
    expect([await left(23), await left(25)]).toEqual([1, 0]);
  });
});

describe('reading what the vault keeps', () => {
  const logged = { actorRef: 'clerk-1', role: 'CLERK', unitId: 'CENTRE', caseId, purpose: 'HANDLING', granted: true };

  it('stands in the log: who, what, when, for which case and why', async () => {
    const ref = await keptText('井盖破损');
    expect(await reads.text(reading(ref))).toBe('井盖破损');
    expect(await reads.readsOf('zhanyi', ref)).toEqual([
      { ...logged, ref, at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) },
    ]);
  });

  it('stands in the log when it is refused: IDENTITY_NOT_PERMITTED', async () => {
    const ref = await keptText('井盖破损');
    await expect(reads.text(reading(ref, { granted: false }))).rejects.toEqual(refusal('IDENTITY_NOT_PERMITTED'));
    expect(await reads.readsOf('zhanyi', ref)).toMatchObject([{ ...logged, granted: false }]);
  });

  it('stands in the log when no purpose is given: PURPOSE_REQUIRED', async () => {
    const ref = await uploaded();
    await expect(reads.file(reading(ref, { purpose: undefined }))).rejects.toEqual(refusal('PURPOSE_REQUIRED'));
    expect(await reads.readsOf('zhanyi', ref)).toMatchObject([{ ...logged, purpose: null, granted: false }]);
  });

  it('gives nothing when the log cannot be written', async () => {
    const ref = await keptText('井盖破损');
    await expect(reads.text(reading(ref, { caseId: 'none' }))).rejects.toMatchObject({ code: '22P02' });
  });

  it('gives a file with its bytes', async () => {
    const photo = jpeg(1000);
    const { content } = await reads.file(reading(await uploaded(photo)));
    expect((await bytesOf(content)).equals(photo)).toBe(true);
  });

  it.each([
    ['CLERK', { name: '张三', phone: '13812345678' }],
    ['UNIT_HANDLER', { name: '张*', phone: '13812345678' }],
    ['UNIT_REVIEWER', { name: '张*', phone: '138****5678' }],
  ] as const)('shows a %s as much of a person as it may see', async (role, identity) => {
    const read = reading(await keptSubject());
    expect(await reads.identity(read, ['name', 'phone', 'idNo', 'openid'], shownTo(role))).toEqual(identity);
  });

  it('shows no field that was not asked for', async () => {
    expect(await reads.identity(reading(await keptSubject()), ['phone'], shownTo('CLERK'))).toEqual({
      phone: '13812345678',
    });
  });

  it('is refused and logged when the reader may see none of the fields: IDENTITY_NOT_PERMITTED', async () => {
    const ref = await keptSubject();
    await expect(reads.identity(reading(ref), ['name'], shownTo('AUDITOR'))).rejects.toEqual(
      refusal('IDENTITY_NOT_PERMITTED'),
    );
    expect(await reads.readsOf('zhanyi', ref)).toMatchObject([{ granted: false }]);
  });

  it('of persons is counted by reader, each person once', async () => {
    const [one, two, refused, text] = [
      await keptSubject(),
      await keptSubject(),
      await keptSubject(),
      await keptText('甲'),
    ];
    await reads.identity(reading(two, { actor: handler }), ['name'], shownTo('CLERK'));
    await reads.identity(reading(one, { actor: handler }), ['name'], shownTo('CLERK'));
    await reads.identity(reading(one, { actor: handler }), ['phone'], shownTo('CLERK'));
    await reads.text(reading(text, { actor: handler }));
    await expect(reads.identity(reading(refused, { actor: handler }), ['name'], shownTo('AUDITOR'))).rejects.toEqual(
      refusal('IDENTITY_NOT_PERMITTED'),
    );
    const since = '2025-01-01T00:00:00.000Z';
    expect(await reads.subjectsReadBy('zhanyi', 'zjj-handler-1', since)).toEqual([one, two].toSorted());
    expect(await reads.subjectsReadBy('demo2', 'zjj-handler-1', since)).toEqual([]);
  });
});

describe('an erasure', () => {
  it('leaves references that lead to nothing: SUBJECT_ERASED', async () => {
    const [text, subject, file] = [await keptText('井盖破损'), await keptSubject(), await uploaded()];
    await erasure.erase('zhanyi', [text, subject, file]);
    await expect(vault.openText('zhanyi', text)).rejects.toEqual(refusal('SUBJECT_ERASED'));
    await expect(vault.openSubject('zhanyi', subject)).rejects.toEqual(refusal('SUBJECT_ERASED'));
    await expect(files.read('zhanyi', file)).rejects.toEqual(refusal('SUBJECT_ERASED'));
    const gone = [
      await count('vault.sealed where ref in ($1, $2) and wrapped_key is null and ciphertext is null', text, subject),
      await count('vault.file where ref = $1 and wrapped_key is null and claimed is null', file),
      await count('vault.file_chunk where ref = $1', file),
    ];
    expect(gone).toEqual([2, 1, 0]);
  });

  it('for one case leaves the files of others, in the journal too', async () => {
    const [own, foreign, unused] = [
      await named(await uploaded()),
      await named(await uploaded(), 'case-o'),
      await uploaded(),
    ];
    const text = await keptText('井盖破损');
    await erasure.erase('zhanyi', [text, own, foreign, unused], streamId);
    await erasure.replayJournal();
    const left = await admin.query(
      'select ref from vault.file where ref = any ($1) and erased_at is null order by ref',
      [[own, foreign, unused]],
    );
    // Two files of one millisecond are in no order.
    expect(left.rows).toEqual([foreign, unused].toSorted().map((ref) => ({ ref })));
    await expect(vault.openText('zhanyi', text)).rejects.toEqual(refusal('SUBJECT_ERASED'));
  });

  it('is done again after a restore has brought the data back', async () => {
    const { sealed } = vault.seal('井盖破损', 'zhanyi');
    const ref = await keep(sealed);
    await erasure.erase('zhanyi', [ref]);
    await admin.query('delete from vault.sealed where ref = $1', [ref]);
    await keep(sealed);
    expect(await erasure.replayJournal()).toEqual({ erased: 1, unreadable: 0 });
    await expect(vault.openText('zhanyi', ref)).rejects.toEqual(refusal('SUBJECT_ERASED'));
  });

  it('changes nothing the second time', async () => {
    const ref = await keptText('井盖破损');
    await erasure.erase('zhanyi', [ref]);
    const erasedAt = () => admin.query('select erased_at from vault.sealed where ref = $1', [ref]);
    const first = (await erasedAt()).rows;
    await erasure.erase('zhanyi', [ref]);
    expect((await erasedAt()).rows).toEqual(first);
    expect(await erasure.replayJournal()).toEqual({ erased: 0, unreadable: 0 });
  });

  it('is finished by the replay when the database went away under it', async () => {
    const ref = await keptText('井盖破损');
    const away = new Database('postgres://nobody@127.0.0.1:1/none');
    await expect(new VaultErasure(away, journal, clock).erase('zhanyi', [ref])).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
    await away.close();
    expect(await vault.openText('zhanyi', ref)).toBe('井盖破损');
    expect(await erasure.replayJournal()).toEqual({ erased: 1, unreadable: 0 });
    await expect(vault.openText('zhanyi', ref)).rejects.toEqual(refusal('SUBJECT_ERASED'));
  });

  it('reaches nothing of another tenant', async () => {
    const ref = await keptText('井盖破损');
    await erasure.erase('demo2', [ref]);
    expect(await vault.openText('zhanyi', ref)).toBe('井盖破损');
  });
});

describe('a rotation of the tenant key', () => {
  it('rewraps every data key of the tenant and touches no data', async () => {
    const rotating = 'rotating';
    const kept = [
      await keep(vault.seal('甲', rotating).sealed, rotating),
      await keep(vault.seal('乙', rotating).sealed, rotating),
    ];
    const erased = await keep(vault.seal('丙', rotating).sealed, rotating);
    await erasure.erase(rotating, [erased]);
    const { attachmentId } = (await files.put(rotating, jpeg(1000), { uploader })).file;

    keys.rotate(rotating);
    const rewrapped = [await rewrapKeys(keys, database, rotating), await rewrapKeys(keys, database, rotating)];

    expect([
      ...rewrapped,
      await count("vault.sealed where tenant_id = 'rotating' and get_byte(wrapped_key, 0) = 2"),
    ]).toEqual([3, 0, 2]);
    expect(await Promise.all(kept.map((ref) => vault.openText(rotating, ref)))).toEqual(['甲', '乙']);
    expect(await bytesOf((await files.read(rotating, attachmentId)).content)).toHaveLength(1000);
    await expect(vault.openText(rotating, erased)).rejects.toEqual(refusal('SUBJECT_ERASED'));
  });

  it('does not bring back what was erased while it ran', async () => {
    const ref = await keptText('井盖破损');
    const { rows } = await admin.query<{ key: Buffer }>('select wrapped_key as key from vault.sealed where ref = $1', [
      ref,
    ]);
    await erasure.erase('zhanyi', [ref]);
    const [row] = await database.query('zhanyi', 'select vault.rewrap($1, $2, $2) as rewrapped', [
      [ref],
      rows.map(({ key }) => key),
    ]);
    expect(row).toEqual({ rewrapped: 0 });
  });
});

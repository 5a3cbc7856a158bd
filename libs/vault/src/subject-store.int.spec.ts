import {
  Database,
  Ledger,
  ledgerMigrations,
  noHead,
  prepareDatabase,
  StreamMemory,
  StreamQueue,
  urlOf,
} from '@bihuan/event-store';
import { Command, newId } from '@bihuan/kernel';
import { commandMeta, testDatabase, type TestDatabase, testLogins } from '@bihuan/testing';
import { EraseSubject, eraseSubject } from './erase-subject.js';
import { vaultMigrations } from './vault-migrations.js';
import { SubjectStore } from './subject-store.js';
import { identityViewed, subjectCatalogue, subjectEnrolled, subjectStream } from './subject.events.js';

const caseId = '0190b1f2-0000-7000-8000-00000000000c';
const officer = { kind: 'STAFF', ref: 'privacy-officer-1', unitId: 'CENTRE', role: 'PRIVACY_OFFICER' } as const;

class Look extends Command<{ subjectRef: string }> {}

/** A ledger that counts how often it is asked to append. */
class CountingLedger extends Ledger {
  appends = 0;

  override append(...given: Parameters<Ledger['append']>): ReturnType<Ledger['append']> {
    this.appends += 1;
    return super.append(...given);
  }
}

let test: TestDatabase;
let database: Database;
let ledger: CountingLedger;
let subjects: SubjectStore;

beforeAll(async () => {
  const logins = await testLogins();
  const migrations = [...ledgerMigrations, ...vaultMigrations];
  test = await testDatabase(async (adminUrl) => {
    await prepareDatabase(adminUrl, { logins, migrations, catalogue: subjectCatalogue });
  }, 'subject-store');
  database = new Database(urlOf(test.url, 'bihuan_standalone', logins));
  ledger = new CountingLedger({
    database,
    catalogue: subjectCatalogue,
    upcast: (_, __, data) => data,
    appendUrl: urlOf(test.url, 'bihuan_standalone', logins),
  });
  subjects = new SubjectStore(ledger, new StreamMemory(ledger), new StreamQueue());
});
afterAll(async () => {
  await Promise.all([ledger.close(), database.close()]);
  await test.drop();
});

const metaNow = () => commandMeta({ actor: officer, commandId: newId(), at: ledger.now() });

async function enrolled(): Promise<string> {
  const subjectRef = `sub_${newId()}`;
  const fact = subjectEnrolled(subjectRef, { legalBasis: 'STATUTORY_DUTY', noticeVersion: 1, fields: ['name'] });
  await ledger.append({
    service: 'intake',
    parts: [{ streamId: subjectStream(subjectRef), head: noHead, facts: [{ ...fact, classification: 'RESTRICTED' }] }],
    recordedAt: ledger.now(),
    meta: metaNow(),
    sealed: [],
    keys: [],
  });
  return subjectRef;
}

const look = (subjectRef: string) => {
  const seen = { staffId: officer.ref, caseId, purpose: 'AUDIT', fields: ['name'], granted: true } as const;
  const rule = () => [identityViewed(subjectRef, seen)];
  return subjects.decide(rule, new Look({ subjectRef }, metaNow()), 'RESTRICTED');
};

describe('a decision on a person', () => {
  it('becomes a fact of the vault on the stream of that person, classified as the caller says', async () => {
    const subjectRef = await enrolled();
    const erase = new EraseSubject({ subjectRef, cause: 'SUBJECT_REQUEST' }, metaNow());
    const { state, version } = await subjects.decide(eraseSubject, erase, 'INTERNAL');
    expect([state.status, version]).toEqual(['ERASED', 2]);
    const [, erased] = await ledger.read('zhanyi', subjectStream(subjectRef));
    const subjectId = subjectRef.slice('sub_'.length);
    expect([erased?.type, erased?.data, erased?.service, erased?.classification]).toEqual([
      'SubjectErased',
      { subjectId, keyId: subjectId, cause: 'SUBJECT_REQUEST', approvedBy: 'privacy-officer-1' },
      'VAULT',
      'INTERNAL',
    ]);
  });

  it('waits for those before it, so that many at once lose no race', async () => {
    const subjectRef = await enrolled();
    const before = ledger.appends;
    const looks = await Promise.all(Array.from({ length: 30 }, () => look(subjectRef)));
    expect(looks.map(({ version }) => version)).toEqual(Array.from({ length: 30 }, (_, index) => index + 2));
    expect(ledger.appends - before).toBe(30);
  });

  it('is refused by its rule for a person whom nobody enrolled', async () => {
    const erase = new EraseSubject({ subjectRef: `sub_${newId()}`, cause: 'SUBJECT_REQUEST' }, metaNow());
    await expect(subjects.decide(eraseSubject, erase, 'INTERNAL')).rejects.toMatchObject({ code: 'NOT_IN_VAULT' });
  });
});

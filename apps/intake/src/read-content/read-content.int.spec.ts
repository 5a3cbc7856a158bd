import { caseCatalogue, caseStream, type NewCaseEvent } from '@bihuan/case';
import { noHead } from '@bihuan/event-store';
import { newId } from '@bihuan/kernel';
import { type Answer, commandMeta, serviceUnderTest, type ServiceUnderTest, told, uuidOf } from '@bihuan/testing';
import { Client } from 'pg';
import { IntakeModule, intakeMigrations } from '../intake.module.js';

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await serviceUnderTest({ name: 'intake', module: IntakeModule, migrations: intakeMigrations });
}, 60_000);
afterAll(() => service.stop());

const report = {
  sourceSystem: 'GRID_APP',
  channel: 'GRID_APP',
  nature: 'HELP',
  description: '玉林北路污水井盖破损，行人有跌落风险。',
  reportedAt: '2025-08-07T15:19:00+08:00',
  place: { regionCode: '530303002001', gridCode: '5303030020014B001', address: '龙华街道龙华社区玉林北路' },
  suggestedCategory: { codeSystem: 'GBT30428-2', code: 'C0102' },
  complainant: { name: '王某', phone: '13800000000' },
};

const codeOf = (answer: Answer): string => answer.json<{ code: string }>().code;
const rows = async (text: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> => {
  const admin = new Client(service.database.url);
  await admin.connect();
  const answer = await admin.query<Record<string, unknown>>(text, [...values]);
  await admin.end();
  return answer.rows;
};

interface View {
  readonly textRefs: readonly { readonly ref: string; readonly kind: string }[];
}
/** Registers a case by HTTP; its vault is filled then. */
async function register(more: object = {}, keyId = 'grid-worker-1') {
  const answer = await service.as(keyId).post('/v1/intake/cases', { ...report, ...more });
  const { caseId } = answer.json<{ caseId: string }>();
  const view = (await service.as('clerk-1').get(`/v1/intake/cases/${caseId}`)).json<View>();
  const textOf = (kind: string) => view.textRefs.find((text) => text.kind === kind)?.ref ?? 'none';
  const [registered] = await service.events(caseId);
  const { subjectRef } = (registered?.data ?? {}) as { subjectRef?: string };
  return { caseId, textOf, subjectRef: subjectRef ?? 'none' };
}
/** Carries a registered case on, as other services would. */
async function carryOn(caseId: string, ...facts: readonly NewCaseEvent[]): Promise<void> {
  for (const { type, data } of facts) {
    const last = (await service.events(caseId)).at(-1);
    const head = last ? { version: last.meta.version, hash: last.hash } : noHead;
    const fact = { type, data: { ...data, caseId }, classification: 'INTERNAL' } as const;
    await service.ledger.append({
      service: caseCatalogue[type]?.owner ?? 'intake',
      parts: [{ streamId: caseStream(caseId), head, facts: [fact] }],
      recordedAt: service.ledger.now(),
      meta: commandMeta({ at: service.ledger.now(), commandId: newId() }),
      sealed: [],
      keys: [],
    });
  }
}

const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(60, 9)]);
/** A photo of its own, uploaded by whoever has the key. */
async function uploaded(keyId = 'grid-worker-1'): Promise<string> {
  const form = new FormData();
  form.set('file', new File([JPEG], 'a.jpg'));
  const encoded = new Response(form);
  const headers = { 'content-type': encoded.headers.get('content-type') ?? '' };
  const body = Buffer.from(await encoded.arrayBuffer());
  const answer = await service.as(keyId).post('/v1/intake/attachments', body, headers);
  return answer.json<{ attachmentId: string }>().attachmentId;
}

const logOf = (ref: string) =>
  rows('select actor_ref, purpose, granted from vault.read_log where ref = $1 order by id', [ref]);

async function dispatchedCase(more: object = {}) {
  const made = await register(more);
  const handedOver = told('AssignmentDispatched', { assignmentId: newId() });
  await carryOn(made.caseId, told('CaseClassified'), told('CaseAccepted'), handedOver);
  return made;
}

const readText = (keyId: string, ref: string, query: string) =>
  service.as(keyId).get(`/v1/intake/texts/${ref}?${query}`);

const reveal = (keyId: string, caseId: string, body: object) =>
  service.as(keyId).post(`/v1/intake/cases/${caseId}/reveal`, body);

const erase = (subjectRef: string, keyId = 'privacy-officer-1', body: object = {}) =>
  service.as(keyId).post(`/v1/intake/subjects/${subjectRef}/erase`, body);

describe('what the vault keeps of a case', () => {
  const both = { fields: ['name', 'phone'] };

  it('is a text that the handler reads for a purpose', async () => {
    const { caseId, textOf } = await dispatchedCase();
    const ref = textOf('description');
    const answer = await readText('zjj-handler-1', ref, `caseId=${caseId}&purpose=HANDLING`);
    expect([answer.status, answer.body]).toEqual([200, { ref, kind: 'description', text: report.description }]);
    expect(await logOf(ref)).toEqual([{ actor_ref: 'zjj-handler-1', purpose: 'HANDLING', granted: true }]);
  });

  it.each([
    ['without a purpose', 'zjj-handler-1', '', {}, [422, 'purpose-required']],
    ['by a role that reads no texts', 'auditor-1', '&purpose=AUDIT', {}, [403, 'identity-not-permitted']],
    [
      'by the handler of a confidential case',
      'zjj-handler-1',
      '&purpose=HANDLING',
      { confidentiality: 'CONFIDENTIAL' },
      [403, 'identity-not-permitted'],
    ],
    ['by a unit that may not know of the case', 'rsj-handler-1', '&purpose=HANDLING', {}, [404, 'case-not-found']],
  ])('is refused %s, and the attempt is recorded', async (...row) => {
    const [, keyId, query, more, expected] = row;
    const { caseId, textOf } = await dispatchedCase(more);
    const ref = textOf('description');
    const answer = await readText(keyId, ref, `caseId=${caseId}${query}`);
    expect([answer.status, codeOf(answer)]).toEqual(expected);
    expect(await logOf(ref)).toEqual([expect.objectContaining({ actor_ref: keyId, granted: false })]);
  });

  it('is not found under another case, nor without one', async () => {
    const [one, other] = [await register(), await register()];
    const ref = one.textOf('description');
    const answers = [
      await readText('clerk-1', ref, `caseId=${other.caseId}&purpose=HANDLING`),
      await readText('clerk-1', ref, `caseId=${uuidOf(999)}&purpose=HANDLING`),
      await readText('rsj-handler-1', ref, `caseId=${other.caseId}&purpose=HANDLING`),
      await readText('clerk-1', ref, 'purpose=HANDLING'),
      await readText('clerk-1', ref, `caseId=${one.caseId}&purpose=CURIOSITY`),
    ];
    expect(answers.map((answer) => [answer.status, codeOf(answer)])).toEqual([
      [404, 'not-in-vault'],
      [404, 'case-not-found'],
      [404, 'case-not-found'],
      [400, 'invalid-request'],
      [400, 'invalid-request'],
    ]);
    const denied = { purpose: 'HANDLING', granted: false };
    expect(await logOf(ref)).toEqual([
      { ...denied, actor_ref: 'clerk-1' },
      { ...denied, actor_ref: 'clerk-1' },
      { ...denied, actor_ref: 'rsj-handler-1' },
    ]);
  });

  it('leaves nothing in the log of what is no reference at all', async () => {
    const { caseId } = await register();
    const answer = await readText('clerk-1', '13800000000', `caseId=${caseId}&purpose=HANDLING`);
    expect([answer.status, codeOf(answer)]).toEqual([404, 'not-in-vault']);
    expect(await logOf('13800000000')).toEqual([]);
  });

  it('is a photo, byte by byte as it was uploaded', async () => {
    const attachmentId = await uploaded();
    const { caseId } = await dispatchedCase({ attachmentIds: [attachmentId] });
    const path = `/v1/intake/attachments/${attachmentId}?caseId=${caseId}&purpose=HANDLING`;
    const answer = await service.as('zjj-handler-1').get(path);
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'image/jpeg']);
    expect(answer.headers['content-length']).toBe(JPEG.length.toString());
    expect(await logOf(attachmentId)).toEqual([{ actor_ref: 'zjj-handler-1', purpose: 'HANDLING', granted: true }]);
  });

  it('withholds a photo of the reporter from the handler of a confidential case', async () => {
    const attachmentId = await uploaded();
    const { caseId } = await dispatchedCase({ attachmentIds: [attachmentId], confidentiality: 'CONFIDENTIAL' });
    const path = `/v1/intake/attachments/${attachmentId}?caseId=${caseId}&purpose=HANDLING`;
    const answer = await service.as('zjj-handler-1').get(path);
    expect([answer.status, codeOf(answer)]).toEqual([403, 'identity-not-permitted']);
  });

  it.each([
    ['somebody else', 'clerk-1'],
    ['the one who uploaded it', 'grid-worker-1'],
  ])('is not to be read through another case that %s registers with it', async (_, keyId) => {
    const attachmentId = await uploaded();
    const { caseId } = await dispatchedCase({ attachmentIds: [attachmentId], confidentiality: 'CONFIDENTIAL' });
    const again = { ...report, attachmentIds: [attachmentId] };
    const answer = await service.as(keyId).post('/v1/intake/cases', again);
    expect([answer.status, codeOf(answer)]).toEqual([422, 'unknown-attachment']);
    expect((await service.events(caseId)).at(0)?.data).toMatchObject({ attachments: [{ ref: attachmentId }] });
  });

  it('is the same case when a ticket with a photo comes again', async () => {
    const ticket = { externalTicketNo: `T-${newId()}`, attachmentIds: [await uploaded()] };
    const [first, again] = [await register(ticket), await register(ticket)];
    expect(again.caseId).toBe(first.caseId);
  });

  it.each([
    ['the callback clerk in full', 'callback-clerk-1', 'CALLBACK', { name: '王某', phone: '13800000000' }],
    ['the handler, the name masked', 'zjj-handler-1', 'HANDLING', { name: '王*', phone: '13800000000' }],
    ['the supervisor masked', 'supervisor-1', 'SUPERVISION', { name: '王*', phone: '138****0000' }],
  ])('is the complainant, shown to %s', async (_, keyId, purpose, shown) => {
    const { caseId, subjectRef } = await dispatchedCase();
    const answer = await reveal(keyId, caseId, { ...both, purpose });
    expect([answer.status, answer.body]).toEqual([200, shown]);
    expect(await logOf(subjectRef)).toEqual([{ actor_ref: keyId, purpose, granted: true }]);
    const looks = await service.ledger.read('zhanyi', subjectRef.replace('sub_', 'subject-'), 1);
    const subjectId = subjectRef.replace('sub_', '');
    expect(looks.map(({ type, data }) => ({ type, data }))).toEqual([
      {
        type: 'IdentityViewed',
        data: { subjectId, staffId: keyId, caseId, purpose, fields: ['name', 'phone'], granted: true },
      },
    ]);
  });

  it.each([
    ['without a purpose', 'callback-clerk-1', {}, {}, [422, 'purpose-required'], []],
    ['to an auditor', 'auditor-1', { purpose: 'AUDIT' }, {}, [403, 'identity-not-permitted'], [false]],
    [
      'for a purpose that is not the reader’s',
      'callback-clerk-1',
      { purpose: 'AUDIT' },
      {},
      [403, 'identity-not-permitted'],
      [false],
    ],
    [
      'to the handler of a confidential case',
      'zjj-handler-1',
      { purpose: 'HANDLING' },
      { confidentiality: 'CONFIDENTIAL' },
      [403, 'identity-not-permitted'],
      [false],
    ],
    [
      'to a unit that may not know of the case',
      'rsj-handler-1',
      { purpose: 'HANDLING' },
      {},
      [404, 'case-not-found'],
      [false],
    ],
    [
      'with a field that is not known',
      'clerk-1',
      { fields: ['shoeSize'], purpose: 'HANDLING' },
      {},
      [400, 'invalid-request'],
      [],
    ],
  ])('is not shown %s', async (...row) => {
    const [, keyId, body, more, expected, granted] = row;
    const { caseId, subjectRef } = await dispatchedCase(more);
    const answer = await reveal(keyId, caseId, { ...both, ...body });
    expect([answer.status, codeOf(answer)]).toEqual(expected);
    const looks = await service.ledger.read('zhanyi', subjectRef.replace('sub_', 'subject-'), 1);
    expect(looks.map(({ data }) => (data as { granted?: boolean }).granted)).toEqual(granted);
  });

  it('is not shown to the unit that the case is about', async () => {
    const { caseId } = await dispatchedCase();
    await carryOn(caseId, told('CaseClassified', { revision: 2, accusedUnitIds: ['ZJJ'] }));
    const answer = await reveal('zjj-handler-1', caseId, { ...both, purpose: 'HANDLING' });
    expect([answer.status, codeOf(answer)]).toEqual([403, 'identity-not-permitted']);
  });

  it('is nothing where nobody complains', async () => {
    const { caseId } = await register({ complainant: undefined });
    const answers = [
      await reveal('clerk-1', caseId, { ...both, purpose: 'HANDLING' }),
      await reveal('auditor-1', caseId, { ...both, purpose: 'AUDIT' }),
      await reveal('clerk-1', caseId, both),
      await reveal('clerk-1', uuidOf(999), { ...both, purpose: 'HANDLING' }),
    ];
    expect(answers.map((answer) => [answer.status, codeOf(answer)])).toEqual([
      [404, 'not-in-vault'],
      [403, 'identity-not-permitted'],
      [422, 'purpose-required'],
      [404, 'case-not-found'],
    ]);
  });
});

describe('the erasure of a person', () => {
  const closing = [told('CallbackScheduled'), told('CallbackCompleted'), told('CaseClosed')];

  it('leaves the facts, and nothing of what the person said', async () => {
    const { caseId, subjectRef, textOf } = await register();
    await carryOn(caseId, ...closing);
    const before = await service.events(caseId);
    const answer = await erase(subjectRef);
    expect([answer.status, answer.body]).toMatchObject([
      200,
      { subjectRef, version: 2, events: [{ type: 'SubjectErased' }] },
    ]);
    const reads = [
      await service.as('clerk-1').post(`/v1/intake/cases/${caseId}/reveal`, { fields: ['name'], purpose: 'HANDLING' }),
      await service.as('clerk-1').get(`/v1/intake/texts/${textOf('description')}?caseId=${caseId}&purpose=HANDLING`),
      await service.as('clerk-1').get(`/v1/intake/texts/${textOf('address')}?caseId=${caseId}&purpose=HANDLING`),
    ];
    expect(reads.map((read) => [read.status, codeOf(read)])).toEqual([
      [410, 'subject-erased'],
      [410, 'subject-erased'],
      [410, 'subject-erased'],
    ]);
    expect(await service.events(caseId)).toEqual(before);
  });

  it('takes the photos that came with the case, and no other', async () => {
    const [photo, other] = [await uploaded(), await uploaded()];
    const { caseId, subjectRef } = await register({ attachmentIds: [photo] });
    await register({ attachmentIds: [other] });
    // As one might have been named before files were bound to cases.
    await rows("update vault.file set stream_id = 'case-none' where ref = $1", [photo]);
    await carryOn(caseId, ...closing);
    await erase(subjectRef);
    const left = 'select ref from vault.file where ref = any ($1) and erased_at is null order by ref';
    expect(await rows(left, [[photo, other]])).toEqual([{ ref: photo }, { ref: other }]);
    await rows('update vault.file set stream_id = $2 where ref = $1', [photo, caseStream(caseId)]);
    await erase(subjectRef);
    expect(await rows(left, [[photo, other]])).toEqual([{ ref: other }]);
  });

  it('is done once, and finished again', async () => {
    const { caseId, subjectRef } = await register();
    await carryOn(caseId, ...closing);
    await erase(subjectRef);
    const answer = await erase(subjectRef);
    expect([answer.status, answer.body]).toMatchObject([200, { subjectRef, events: [] }]);
  });

  it.each([
    ['while the case is open', [], 'privacy-officer-1', {}, [409, 'legal-hold']],
    ['before its class is over', closing, 'privacy-officer-1', { cause: 'RETENTION' }, [409, 'legal-hold']],
    ['by another role', closing, 'admin-1', {}, [403, 'role-not-allowed']],
    ['for a reason that is none', closing, 'privacy-officer-1', { cause: 'WHIM' }, [400, 'invalid-request']],
  ] as const)('is refused %s', async (...row) => {
    const [, facts, keyId, body, expected] = row;
    const { caseId, subjectRef } = await register();
    await carryOn(caseId, ...facts);
    const answer = await erase(subjectRef, keyId, body);
    expect([answer.status, codeOf(answer)]).toEqual(expected);
  });

  it('finds no person that nobody enrolled', async () => {
    const answer = await erase(`sub_${uuidOf(999)}`);
    expect([answer.status, codeOf(answer)]).toEqual([404, 'not-in-vault']);
  });
});

import type { NewCaseEvent } from '@bihuan/case';
import { newId } from '@bihuan/kernel';
import {
  type Answer,
  coAssignmentId,
  histories,
  leadAssignmentId,
  serviceUnderTest,
  type ServiceUnderTest,
  told,
} from '@bihuan/testing';
import { VaultFiles } from '@bihuan/vault';
import { Client } from 'pg';
import { FeedbackModule, feedbackMigrations } from './feedback.module.js';

type State = keyof typeof histories;
interface Command {
  /** After `/v1/feedback/`; C stands for the case, A for its lead's assignment. */
  readonly path: string;
  readonly keyId: string;
  readonly body: object;
  readonly from: State;
}

const cases = (verb: string, keyId: string, from: State, body: object): Command => ({
  path: `cases/C/${verb}`,
  keyId,
  from,
  body,
});
const submission = {
  truth: 'TRUE',
  beyondDuty: false,
  contactedAt: '2025-08-08T09:10:00+08:00',
  contactedWhom: 'PARTY',
  solved: true,
  measure: '更换井盖并恢复路面。',
  publicReply: '井盖已更换，路面已恢复。',
  resolutionMethod: 'REPAIR',
};
const confirmed = { channel: 'CALL', solved: 'SOLVED', satisfaction: 'SATISFIED', note: '很快就修好了' };
const contact: Command = {
  path: 'assignments/A/contacts',
  keyId: 'zjj-handler-1',
  from: 'inHandling',
  body: { medium: 'CALL', result: 'REACHED', at: '2025-08-08T09:10:00+08:00' },
};
const submit = cases('submit', 'zjj-handler-1', 'inHandling', submission);
const approve = cases('approve', 'reviewer-1', 'feedbackSubmitted', {});
const reject = cases('reject', 'reviewer-1', 'feedbackSubmitted', { missing: ['PHOTO'], reason: '照片不清楚' });
const attempt = cases('callback-attempts', 'callback-clerk-1', 'awaitingCallback', {
  channel: 'CALL',
  result: 'NO_ANSWER',
});
const complete = cases('complete-callback', 'callback-clerk-1', 'awaitingCallback', confirmed);
const commands = [
  ['contacts', contact],
  ['submit', submit],
  ['approve', approve],
  ['reject', reject],
  ['callback-attempts', attempt],
  ['complete-callback', complete],
] as const;

const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(60)]);
const reached = told('ContactAttempted');
const helper = told('AssignmentDispatched', {
  assignmentId: coAssignmentId,
  unitId: 'ZFJ',
  role: 'CO',
  cause: 'ADDED',
});

const unwanted = [told('CaseRegistered', { wantsReply: false }), ...histories.feedbackSubmitted.slice(1)];
const late = [told('SlaStarted'), told('SlaBreached')];
const aboutCentre = told('CaseClassified', { revision: 2, accusedUnitIds: ['CENTRE'] });

let service: ServiceUnderTest;
let photo: string;
beforeAll(async () => {
  service = await serviceUnderTest({ name: 'feedback', module: FeedbackModule, migrations: feedbackMigrations });
  photo = await uploaded();
}, 60_000);
afterAll(() => service.stop());

/** A photo of the housing bureau's, or of another unit's. */
async function uploaded(unitId = 'ZJJ'): Promise<string> {
  const { file } = await service.app.get(VaultFiles).put('zhanyi', JPEG, { uploader: `unit:${unitId}` });
  return file.attachmentId;
}

interface Asked {
  readonly keyId?: string;
  readonly history?: readonly NewCaseEvent[];
  readonly more?: readonly NewCaseEvent[];
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Gives the command on a new case; what it answered, and the facts it appended. */
async function give(command: Command, { keyId, history, more = [], body = {}, headers = {} }: Asked = {}) {
  const { caseId, idOf } = await service.given(...(history ?? histories[command.from]), ...more);
  const before = (await service.events(caseId)).length;
  const path = command.path.replace('C', caseId).replace('A', idOf(leadAssignmentId));
  const answer = await service
    .as(keyId ?? command.keyId)
    .post(`/v1/feedback/${path}`, { ...command.body, ...body }, headers);
  const appended = (await service.events(caseId)).slice(before);
  return { answer, appended, caseId, path, idOf };
}

/** Makes an upload as old as one that has expired. */
async function age(attachmentId: string): Promise<void> {
  const admin = new Client(service.database.url);
  await admin.connect();
  await admin.query("update vault.file set uploaded_at = uploaded_at - interval '7 days' where ref = $1", [
    attachmentId,
  ]);
  await admin.end();
}

/** Status, code and appended types: what a refusal looks like from outside. */
async function refusal(command: Command, asked: Asked = {}) {
  const { answer, appended } = await give(command, asked);
  return [answer.status, codeOf(answer), appended.map(({ type }) => type)];
}
const codeOf = (answer: Answer): string => answer.json<{ code: string }>().code;

describe('a command of feedback that is accepted', () => {
  it.each([
    ['contacts', contact, {}, ['IN_HANDLING', 'ContactAttempted']],
    ['approve', approve, {}, ['PENDING_CALLBACK', 'HandlingFeedbackApproved', 'CallbackScheduled']],
    ['approve, no reply wanted', approve, { history: unwanted }, ['CLOSED', 'HandlingFeedbackApproved', 'CaseClosed']],
    ['reject', reject, {}, ['IN_HANDLING', 'HandlingFeedbackRejected']],
    ['callback-attempts', attempt, {}, ['PENDING_CALLBACK', 'CallbackAttempted']],
    ['complete-callback', complete, {}, ['CLOSED', 'CallbackCompleted', 'CaseClosed']],
    [
      'complete-callback, partly solved',
      complete,
      { body: { solved: 'PARTLY' } },
      ['REWORK_ORDERED', 'CallbackCompleted', 'ReworkOrdered'],
    ],
  ])('answers what it appended: %s', async (_, command, asked, [status, ...types]) => {
    const { answer, appended, caseId } = await give(command, asked);
    const version = appended.at(-1)?.meta.version;
    const events = appended.map(({ type, meta }) => ({ type, eventId: meta.eventId, version: meta.version }));
    expect([answer.status, answer.headers['etag']]).toEqual([200, `"${version}"`]);
    expect(answer.body).toMatchObject({ caseId, status, version, events });
    expect(appended.map(({ type }) => type)).toEqual(types);
  });

  it('keeps a submission with its photo, and its texts out of the facts', async () => {
    const own = await uploaded();
    const { answer, appended, caseId, idOf } = await give(submit, { more: [reached], body: { attachmentIds: [own] } });
    expect([answer.status, answer.json<{ status: string }>().status]).toEqual([200, 'FEEDBACK_SUBMITTED']);
    expect(appended).toMatchObject([
      {
        type: 'HandlingFeedbackSubmitted',
        service: 'FEEDBACK',
        data: {
          caseId,
          assignmentId: idOf(leadAssignmentId),
          round: 1,
          contactedAt: '2025-08-08T01:10:00.000Z',
          measureRef: { chars: 10 },
          publicReplyRef: { chars: 12 },
          attachments: [{ ref: own, bytes: 64, mediaType: 'image/jpeg' }],
        },
        meta: { actor: { ref: 'zjj-handler-1', unitId: 'ZJJ', role: 'UNIT_HANDLER' } },
      },
    ]);
    expect(JSON.stringify(appended)).not.toContain('井盖');
  });

  it('takes the same photo again for the same case, after its feedback was rejected', async () => {
    const attachmentIds = [await uploaded()];
    const { path, caseId } = await give(submit, { more: [reached], body: { attachmentIds } });
    await service.as('reviewer-1').post(`/v1/feedback/cases/${caseId}/reject`, reject.body);
    const again = await service.as('zjj-handler-1').post(`/v1/feedback/${path}`, { ...submission, attachmentIds });
    expect([again.status, again.json<{ status: string }>().status]).toEqual([200, 'FEEDBACK_SUBMITTED']);
  });

  it('keeps the claimed instant of a contact beside the recorded one', async () => {
    const { appended } = await give(contact);
    expect(appended).toMatchObject([
      { occurredAt: '2025-08-08T01:10:00.000Z', data: { at: '2025-08-08T01:10:00.000Z' } },
    ]);
  });

  it('keeps the reason of a rejection and the note of a callback as references', async () => {
    const rejected = await give(reject);
    const completed = await give(complete);
    expect(rejected.appended).toMatchObject([{ data: { missing: ['PHOTO'], reasonRef: { chars: 5 } } }]);
    expect(completed.appended).toMatchObject([{ data: { noteRef: { chars: 6 } } }, { data: { round: 1 } }]);
  });

  it('answers the first answer once more for the same key', async () => {
    const headers = { 'idempotency-key': newId() };
    const { answer, path, caseId } = await give(approve, { headers });
    const again = await service.as('reviewer-1').post(`/v1/feedback/${path}`, {}, headers);
    expect([again.status, again.headers['idempotent-replayed'], again.body]).toEqual([200, 'true', answer.body]);
    expect((await service.events(caseId)).filter(({ type }) => type === 'CallbackScheduled')).toHaveLength(1);
  });
});

describe('a command of feedback that is refused', () => {
  it.each(commands)('answers 400 for a field it does not know: %s', async (_, command) => {
    expect(await refusal(command, { body: { verdict: 'GOOD' } })).toEqual([400, 'invalid-request', []]);
  });

  it.each([
    ['a contact by pigeon', contact, { medium: 'PIGEON' }],
    ['a contact at no instant', contact, { at: 'yesterday' }],
    ['a feedback without what was done', submit, { measure: undefined }],
    ['a feedback without its public reply', submit, { publicReply: null }],
    ['a feedback with one file named twice', submit, { attachmentIds: ['fil_1', 'fil_1'] }],
    ['a rejection without its reason', reject, { reason: ' ' }],
    ['a rejection for want of something else', reject, { missing: ['COFFEE'] }],
    ['a callback without an answer', complete, { solved: undefined }],
    ['a dissatisfied party without a cause', complete, { satisfaction: 'DISSATISFIED' }],
    ['a very dissatisfied party whose cause is null', complete, { satisfaction: 'VERY_DISSATISFIED', cause: null }],
    ['a cause that is none', complete, { cause: 'WEATHER' }],
  ])('answers 400 for %s', async (_, command, body) => {
    expect(await refusal(command, { body })).toEqual([400, 'invalid-request', []]);
  });

  it('answers 200 for a satisfied party whose cause is null', async () => {
    const { answer } = await give(complete, { body: { cause: null } });
    expect(answer.status).toBe(200);
  });

  it.each(commands)('answers 400 for an id that is none: %s', async (_, { path, keyId, body }) => {
    const answer = await service.as(keyId).post(`/v1/feedback/${path}`, body);
    expect([answer.status, codeOf(answer)]).toEqual([400, 'invalid-request']);
  });

  it.each(commands)('answers 401 to a stranger: %s', async (_, { path, body }) => {
    const answer = await service.stranger().post(`/v1/feedback/${path}`, body);
    expect([answer.status, codeOf(answer)]).toEqual([401, 'not-authenticated']);
  });

  it.each(commands)('answers 403 to a role that may not: %s', async (_, command) => {
    expect(await refusal(command, { keyId: 'clerk-1' })).toEqual([403, 'role-not-allowed', []]);
  });

  it.each([
    ['contacts of another unit', contact, { keyId: 'zfj-handler-1', more: [helper] }, 'not-owner-unit'],
    ['submit by a helper', submit, { keyId: 'zfj-handler-1', more: [helper] }, 'not-owner-unit'],
    ['approve out of turn', approve, { keyId: 'legal-reviewer-1' }, 'role-not-allowed'],
    ['reject out of turn', reject, { keyId: 'zjj-reviewer-1' }, 'role-not-allowed'],
  ])('answers 403 to who has no say in it: %s', async (_, command, asked, code) => {
    expect(await refusal(command, asked)).toEqual([403, code, []]);
  });

  it.each(commands.slice(1))('answers 404 for a case that does not exist: %s', async (_, { path, keyId, body }) => {
    const answer = await service.as(keyId).post(`/v1/feedback/${path.replace('C', newId())}`, body);
    expect([answer.status, codeOf(answer)]).toEqual([404, 'case-not-found']);
  });

  it('answers 404 for an assignment that does not exist', async () => {
    const answer = await service.as('zjj-handler-1').post(`/v1/feedback/assignments/${newId()}/contacts`, contact.body);
    expect([answer.status, codeOf(answer)]).toEqual([404, 'assignment-not-found']);
  });

  it.each([
    ['contacts', contact, 'assignment-not-found'],
    ['submit', submit, 'case-not-found'],
  ])('answers 404 to a unit that has no part in it: %s', async (_, command, code) => {
    expect(await refusal(command, { keyId: 'swj-handler-1' })).toEqual([404, code, []]);
  });

  it.each(commands)('answers 409 for a closed case: %s', async (_, command) => {
    expect(await refusal(command, { history: histories.closed })).toEqual([409, 'case-closed', []]);
  });

  it.each([
    ['contacts after the review', contact, { history: histories.awaitingCallback }, 'illegal-transition'],
    ['submit before signing', submit, { history: histories.dispatched }, 'illegal-transition'],
    ['submit before a helper reported', submit, { more: [helper] }, 'co-report-missing'],
    ['submit too late, without a word', submit, { more: late }, 'breach-explanation-required'],
    ['approve before the submission', approve, { history: histories.inHandling }, 'illegal-transition'],
    ['reject what is approved', reject, { history: histories.awaitingCallback }, 'illegal-transition'],
    ['callback-attempts before the review', attempt, { history: histories.feedbackSubmitted }, 'illegal-transition'],
    ['complete-callback of a rework', complete, { history: histories.reworkOrdered }, 'illegal-transition'],
  ])('answers 409 when the case does not stand for it: %s', async (_, command, asked, code) => {
    expect(await refusal(command, asked)).toEqual([409, code, []]);
  });

  it.each(commands)('answers 412 to who has not seen what somebody did: %s', async (_, command) => {
    expect(await refusal(command, { headers: { 'if-match': '"1"' } })).toEqual([412, 'version-conflict', []]);
  });

  it.each([
    ['nobody reached the party', submit, {}, 'contact-required'],
    ['nothing shows it', submit, { more: [reached] }, 'evidence-required'],
    ['nobody uploaded the file', submit, { more: [reached], body: { attachmentIds: ['fil_1'] } }, 'unknown-attachment'],
    ['the reviewer’s unit is the one it is about', approve, { more: [aboutCentre] }, 'accused-unit-excluded'],
    ['the same is true of who rejects it', reject, { more: [aboutCentre] }, 'accused-unit-excluded'],
  ])('answers 422 when %s', async (_, command, asked, code) => {
    expect(await refusal(command, asked)).toEqual([422, code, []]);
  });

  it('answers 422 for a photo that another unit uploaded', async () => {
    const body = { attachmentIds: [await uploaded('ZFJ')] };
    expect(await refusal(submit, { more: [reached], body })).toEqual([422, 'unknown-attachment', []]);
  });

  it('answers 422 for a photo that another case has', async () => {
    const body = { attachmentIds: [await uploaded()] };
    await give(submit, { more: [reached], body });
    expect(await refusal(submit, { more: [reached], body })).toEqual([422, 'unknown-attachment', []]);
  });

  it('answers 422 for a file that nobody used for too long', async () => {
    const attachmentId = await uploaded();
    await age(attachmentId);
    const body = { attachmentIds: [attachmentId] };
    expect(await refusal(submit, { more: [reached], body })).toEqual([422, 'attachment-expired', []]);
  });

  it('answers 422 for a phone number where a code belongs', async () => {
    const body = { attachmentIds: [photo], mediatorId: '13800000000' };
    expect(await refusal(submit, { more: [reached], body })).toEqual([422, 'identity-in-code', []]);
  });
});

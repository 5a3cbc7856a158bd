import { caseCatalogue, caseStream, type NewCaseEvent, upcast } from '@bihuan/case';
import { Database, Ledger, loginsIn, urlOf } from '@bihuan/event-store';
import { newId } from '@bihuan/kernel';
import { commandMeta } from '@bihuan/testing';
import { join } from 'node:path';
import { superuserUrl } from '../support/embedded-url.js';
import { cover, coverClass, expectOk, Journey, result } from '../support/journey.js';
import { type Standalone, until } from '../support/standalone.js';

/** What no fact, no row and no log line may hold: identity, and whatever people wrote. */
export const secrets = {
  name: '欧阳不二',
  phone: '13987654321',
  idNo: '53030219800101123X',
  openid: 'oUnheardOf-0000-0000-0000001',
  description: '楼下井盖坏了三天，老人险些摔倒。',
  address: '龙华街道玉林北路四十二号三单元',
  reason: '两家都说不归自己管，请明确。',
  lacking: '照片看不清井盖编号。',
  measure: '已换球墨铸铁井盖并灌浆。',
  publicReply: '感谢反映，井盖已换新。',
  explanation: '同型号井盖仓库缺货两日。',
  nextMeasure: '明早到货即换。',
  note: '当事人表示满意，孩子已能安全上学。',
} as const;

const report = (): object => {
  const { name, phone, idNo, openid, description, address } = secrets;
  const place = { regionCode: '530303002001', gridCode: '5303030020014B001', address };
  const position = { lng: 103.8221, lat: 25.6003, datum: 'GCJ02', accuracyM: 12 };
  const complainant = { name, phone, idType: 'RESIDENT', idNo, openid };
  return cover({ description, place: { ...place, position }, complainant });
};

const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
);

async function submit(house: Standalone, journey: Journey): Promise<void> {
  const photo = expectOk(await house.as('zjj-handler-1').upload(PHOTO, 'image/png'), 201);
  const { measure, publicReply } = secrets;
  const body = { ...result(String(photo.body['attachmentId'])), measure, publicReply };
  await journey.post('feedback', 'submit', 'zjj-handler-1', body);
}

async function signAndContact(house: Standalone, journey: Journey): Promise<void> {
  const { assignmentId } = await journey.lead();
  const handler = house.as('zjj-handler-1');
  expectOk(await handler.post(`/v1/routing/assignments/${assignmentId}/sign`), 200);
  const contact = { medium: 'CALL', result: 'REACHED', at: '2025-08-08T09:10:00+08:00' };
  expectOk(await handler.post(`/v1/feedback/assignments/${assignmentId}/contacts`, contact), 200);
}

async function callBack(journey: Journey, answers: object): Promise<void> {
  await journey.post('feedback', 'callback-attempts', 'callback-clerk-1', { channel: 'CALL', result: 'NO_ANSWER' });
  const all = { channel: 'CALL', note: secrets.note, ...answers };
  await journey.post('feedback', 'complete-callback', 'callback-clerk-1', all);
}

async function dispatched(house: Standalone): Promise<Journey> {
  const journey = await Journey.register(house, report());
  await journey.accept();
  await journey.reaches('DISPATCHED');
  return journey;
}

/** Sent back by the reviewer, not solved for the party, done again and closed. */
async function inTwoRounds(house: Standalone): Promise<void> {
  const journey = await dispatched(house);
  await signAndContact(house, journey);
  await submit(house, journey);
  await journey.settled();
  await journey.post('feedback', 'reject', 'reviewer-1', { missing: ['PHOTO'], reason: secrets.lacking });
  await journey.settled();
  await submit(house, journey);
  await journey.post('feedback', 'approve', 'reviewer-1');
  await callBack(journey, { solved: 'NOT_SOLVED', satisfaction: 'NOT_RATED' });
  await journey.reaches('DISPATCHED');
  await signAndContact(house, journey);
  await submit(house, journey);
  await journey.post('feedback', 'approve', 'reviewer-1');
  await callBack(journey, { solved: 'SOLVED', satisfaction: 'SATISFIED' });
  await journey.reaches('CLOSED');
}

/** Two units may be its owner; the director decides. */
async function decidedByReview(house: Standalone): Promise<void> {
  const journey = await Journey.register(house, report());
  await journey.accept({ ...coverClass, placeType: 'RESIDENTIAL', reason: secrets.reason });
  await journey.reaches('UNDER_JOINT_REVIEW');
  const decision = { decision: 'DISPATCH', leadUnitId: 'ZJJ', coUnitIds: [], reason: secrets.reason };
  await journey.post('routing', 'decide-joint-review', 'director-1', decision);
}

/** Found more urgent while it is handled, then overdue and explained. */
async function overdue(house: Standalone): Promise<void> {
  const journey = await dispatched(house);
  await signAndContact(house, journey);
  await journey.settled();
  await journey.post('intake', 'classify', 'dispatcher-1', { ...coverClass, urgency: 'EMERGENCY' });
  await journey.settled();
  expectOk(await house.as('admin-1').post('/v1/test/clock', { advance: 'P14D' }), 200);
  await until(
    () => journey.feed(),
    (events) => events.some(({ eventType }) => eventType === 'SlaBreached'),
    20_000,
  );
  await journey.settled();
  const { explanation, nextMeasure } = secrets;
  const words = { reasonCode: 'MATERIALS', explanation, nextMeasure, promisedOn: '2099-01-15' };
  await journey.post('supervision', 'explain-breach', 'zjj-handler-1', words);
}

const partOf = async (journey: Journey) => ({ caseId: journey.caseId, ...(await journey.lead()) });

/** Facts whose commands are not built: appended as their owner will append them. */
async function unbuilt(house: Standalone): Promise<void> {
  const [returned, cancelled] = [await dispatched(house), await dispatched(house)];
  const [{ caseId, assignmentId }, other] = [await partOf(returned), await partOf(cancelled)];
  await append(house, [
    { type: 'AssignmentReturnApproved', data: { caseId, assignmentId, role: 'LEAD', transferCount: 1 } },
    {
      type: 'AssignmentCancelled',
      data: { caseId: other.caseId, assignmentId: other.assignmentId, reasonCode: 'NOT_NEEDED' },
    },
  ]);
}

async function append({ dataDir }: Standalone, facts: readonly NewCaseEvent[]): Promise<void> {
  const logins = await loginsIn(join(dataDir, 'logins.json'));
  const appendUrl = urlOf(superuserUrl(dataDir), 'bihuan_standalone', logins);
  const database = new Database(appendUrl);
  const ledger = new Ledger({ database, catalogue: caseCatalogue, upcast, appendUrl });
  await ledger.measureClock();
  for (const fact of facts) await appendOne(ledger, fact);
  await ledger.close();
  await database.close();
}

async function appendOne(ledger: Ledger, { type, data }: NewCaseEvent): Promise<void> {
  const streamId = caseStream(data.caseId);
  const newest = (await ledger.read('zhanyi', streamId)).at(-1);
  const head = { version: newest?.meta.version ?? 0, hash: newest?.hash ?? '' };
  const recordedAt = ledger.now();
  const correlationId = newId().replaceAll('-', '');
  await ledger.append({
    service: caseCatalogue[type]?.owner ?? 'intake',
    parts: [{ streamId, head, facts: [{ type, data, classification: 'INTERNAL' }] }],
    recordedAt,
    meta: commandMeta({
      actor: { kind: 'STAFF', ref: 'dispatcher-1', unitId: 'CENTRE', role: 'DISPATCHER' },
      at: recordedAt,
      correlationId,
      commandId: newId(),
    }),
    sealed: [],
    keys: [],
  });
}

/** Lives cases until every type of fact was recorded; the clock of the house moves on by two weeks. */
export async function everyFact(house: Standalone): Promise<void> {
  await Promise.all([inTwoRounds(house), decidedByReview(house), unbuilt(house)]);
  await overdue(house);
}

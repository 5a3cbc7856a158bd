import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caseFold, caseView } from '@bihuan/case';
import { envelopeOf, idOf } from '@bihuan/event-store';
import { canonicalJson, foldStream, newId } from '@bihuan/kernel';
import {
  type Answer,
  coAssignmentId,
  histories,
  serviceUnderTest,
  type ServiceUnderTest,
  told,
  uuidOf,
} from '@bihuan/testing';
import { Client } from 'pg';
import { auditMigrations, AuditModule, AuditOptions } from './audit.module.js';

type Line = { eventId: string; eventType: string; streamType: string; streamId: string; cursor: string };

const dir = mkdtempSync(join(tmpdir(), 'bihuan-audit-'));
const options = new AuditOptions(join(dir, 'keys'), join(dir, 'anchor.ndjson'));
const audit = { name: 'audit', module: AuditModule.with(options), migrations: auditMigrations };

let service: ServiceUnderTest;
let caseId: string;
let base: string;

const asAuditor = (path: string, headers?: Record<string, string>) => service.as('auditor-1').get(path, headers);
const ofCase = (rest: string, id = caseId) => `/v1/audit/cases/${id}/${rest}`;
const linesOf = (text: string): Line[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
const feed = async (query = '', keyId = 'auditor-1', tenant = 'zhanyi') =>
  linesOf((await service.as(keyId, tenant).get(`/v1/audit/feed${query}`)).text);
const withoutHashes = (envelope: object) =>
  Object.fromEntries(Object.entries(envelope).filter(([field]) => !['hashAlg', 'hash', 'prevHash'].includes(field)));
const anchored = async () => readFileSync(options.anchorFile, 'utf8');
const lastCursor = async () => String((await feed()).at(-1)?.cursor);
const codeOf = async (answer: Promise<Answer>): Promise<[number, string]> => {
  const { status, json } = await answer;
  return [status, json<{ code: string }>().code];
};
const proofOf = async (id = caseId) => (await asAuditor(ofCase('proof', id))).json<{ sealedVersion: number }>();
/** As somebody with the superuser's password could do it. */
const alter = async (sql: string): Promise<void> => {
  const admin = new Client({ connectionString: service.database.url });
  await admin.connect();
  await admin.query(sql);
  await admin.end();
};

beforeAll(async () => {
  service = await serviceUnderTest(audit);
  await service.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = service.app.getHttpServer().address() as { port: number };
  base = `http://127.0.0.1:${port}`;
  ({ caseId } = await service.given(...histories.inHandling));
}, 60_000);
afterAll(async () => {
  await service.stop();
  rmSync(dir, { recursive: true });
});

describe('the events of a case', () => {
  it('are told whole, oldest first, page by page', async () => {
    const events = (await service.events(caseId)).map(envelopeOf);
    const first = (await asAuditor(ofCase('events?limit=4'))).json<{ items: unknown[]; nextCursor: string }>();
    const last = (await asAuditor(ofCase(`events?limit=4&cursor=${first.nextCursor}`))).json<{ items: unknown[] }>();
    expect(first.items).toEqual(events.slice(0, 4));
    expect(last).toEqual({ items: events.slice(4), nextCursor: null, asOfPosition: expect.any(Number) as unknown });
  });

  it('are told all at once, one a line, to who asks for lines', async () => {
    const answer = await asAuditor(ofCase('events?limit=1'), { accept: 'application/x-ndjson' });
    expect(answer.headers['content-type']).toBe('application/x-ndjson');
    expect(linesOf(answer.text)).toEqual((await service.events(caseId)).map(envelopeOf));
  });
});

const viewOf = async (isThen: (event: { meta: { version: number; recordedAt: string } }) => boolean) =>
  canonicalJson(caseView('zhanyi', foldStream(caseFold, (await service.events(caseId)).filter(isThen))));

const recordedAtOf = async (version: number) =>
  String((await service.events(caseId)).find(({ meta }) => meta.version === version)?.meta.recordedAt);

describe('a case as it was', () => {
  it('is at a version byte by byte what the case was then', async () => {
    const answer = await asAuditor(ofCase('as-of?version=3'));
    expect(answer.text).toBe(await viewOf(({ meta }) => meta.version <= 3));
    expect([answer.headers['content-type'], answer.headers['etag']]).toEqual([
      'application/json; charset=utf-8',
      '"3"',
    ]);
  });

  it('is at an instant what had been recorded by then, whatever the offset it is told in', async () => {
    const at = await recordedAtOf(1);
    const answer = await asAuditor(ofCase(`as-of?at=${at.replace('Z', '%2B00:00')}`));
    expect(answer.text).toBe(await viewOf(({ meta }) => meta.recordedAt <= at));
  });

  it('is not told of an instant at which a fact may still come', async () => {
    expect(await codeOf(asAuditor(ofCase(`as-of?at=${service.ledger.now()}`)))).toEqual([422, 'as-of-too-recent']);
  });

  it.each(['', '?at=2025-08-07T15:19:00Z&version=1', '?version=0', '?at=yesterday', '?when=now'])(
    'is not told for the question %j',
    async (query) => {
      expect(await codeOf(asAuditor(ofCase(`as-of${query}`)))).toEqual([400, 'invalid-request']);
    },
  );

  it.each(['?at=2025-08-07T15:19:00Z', '?version=1000'])('does not exist at %s', async (query) => {
    expect(await codeOf(asAuditor(ofCase(`as-of${query}`)))).toEqual([404, 'case-not-found']);
  });
});

describe('the proof of a case', () => {
  it('holds while nobody alters the case, and is sealed a moment later', async () => {
    const head = (await service.events(caseId)).at(-1);
    const headVersion = head?.meta.version;
    expect(await service.eventually(proofOf, (proof) => proof.sealedVersion === headVersion)).toEqual({
      valid: true,
      headVersion,
      headHash: head?.hash,
      firstBadVersion: null,
      sealedVersion: headVersion,
    });
    expect(await service.eventually(anchored, (text) => text !== '')).toContain('"sealHash"');
  });
});

describe('what is an auditor’s alone', () => {
  it.each(['events', 'as-of?version=1', 'proof'])('is refused to others: %s', async (rest) => {
    expect(await codeOf(service.as('clerk-1').get(ofCase(rest)))).toEqual([403, 'role-not-allowed']);
  });

  it.each(['events', 'as-of?version=1', 'proof'])('knows no case that is not there: %s', async (rest) => {
    expect(await codeOf(asAuditor(ofCase(rest, uuidOf(99))))).toEqual([404, 'case-not-found']);
  });
});

describe('the feed', () => {
  it('tells every event of every case in the order of the ledger, and each once', async () => {
    const lines = await feed();
    const own = lines.filter(({ streamId }) => streamId === `case-${caseId}`);
    expect(own).toEqual(
      (await service.events(caseId)).map((event) => expect.objectContaining({ ...envelopeOf(event) }) as unknown),
    );
    expect(new Set(lines.map(({ streamType }) => streamType))).toEqual(new Set(['case']));
    expect(new Set(lines.map(({ eventId }) => eventId)).size).toBe(lines.length);
  });

  it('goes on behind a cursor', async () => {
    const lines = await feed();
    expect(await feed(`?after=${lines[2]?.cursor}`)).toEqual(lines.slice(3));
  });

  it('tells of what the tenant published on request, and of nobody’s identity', async () => {
    const types = new Set((await feed('?streams=all')).map(({ streamType }) => streamType));
    expect([types.has('sla-policy'), types.has('case'), types.has('subject')]).toEqual([true, true, false]);
  });

  it('tells another tenant nothing of this one', async () => {
    expect(await feed('', 'demo2-integrator-1', 'demo2')).toEqual([]);
  });

  it('tells an integrator of its own sources alone, also when it goes on in the middle of a case', async () => {
    const foreign = [told('CaseRegistered', { sourceSystem: 'SOMEBODY_ELSE' }), ...histories.accepted.slice(1)];
    const other = await service.given(...foreign);
    const own = await service.given(...histories.accepted);
    const begun = (await feed()).find(({ streamId }) => streamId === `case-${other.caseId}`);
    const streams = (await feed(`?after=${begun?.cursor}&streams=all`, 'integrator-1')).map(({ streamId }) => streamId);
    expect(new Set(streams)).toEqual(new Set([`case-${own.caseId}`]));
    expect(streams.length).toBe(3);
  });

  it('is told as server-sent events to who asks for them, and goes on behind the last that a browser had', async () => {
    const [first, second, ...more] = await feed();
    const headers = { accept: 'text/event-stream', 'last-event-id': String(first?.cursor) };
    const { text, headers: answered } = await asAuditor('/v1/audit/feed', headers);
    expect(answered['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(text.split('\n\n')[0]).toBe(
      `id: ${second?.cursor}\nevent: ${second?.eventType}\ndata: ${canonicalJson(second)}`,
    );
    expect(text.split('\n\n').length).toBe(more.length + 2);
  });

  it.each(['clerk-1', 'grid-worker-1', 'admin-1'])('is refused to %s', async (keyId) => {
    expect(await codeOf(service.as(keyId).get('/v1/audit/feed'))).toEqual([403, 'role-not-allowed']);
  });

  it.each(['?after=bm90IG91cnM', '?after=*', '?streams=subject', '?follow=perhaps'])('refuses %s', async (query) => {
    expect(await codeOf(asAuditor(`/v1/audit/feed${query}`))).toEqual([400, 'invalid-request']);
  });
});

const ofHelper = { assignmentId: coAssignmentId };
const helped = [
  ...histories.dispatched,
  told('AssignmentDispatched', { ...ofHelper, unitId: 'YJJ', role: 'CO', cause: 'ADDED' }),
  told('AssignmentSigned', ofHelper),
  told('CaseClassified', { revision: 2 }),
  told('AssignmentCancelled', ofHelper),
  told('AssignmentSigned'),
];
const typesOf = (lines: readonly Line[], id: string) =>
  lines.filter(({ streamId }) => streamId === `case-${id}`).map(({ eventType }) => eventType);

describe('the feed of a unit', () => {
  let helpedId: string;
  beforeAll(async () => {
    ({ caseId: helpedId } = await service.given(...helped));
  });

  it.each(['handler', 'reviewer', 'liaison'])('tells its %s of its own part of its own cases', async (role) => {
    const lines = await feed('?streams=all', `yjj-${role}-1`);
    expect(lines.map(({ streamId }) => streamId)).toEqual(Array(4).fill(`case-${helpedId}`));
    expect(typesOf(lines, helpedId)).toEqual([
      'CaseHandedToUnit',
      'AssignmentSigned',
      'CaseClassified',
      'AssignmentCancelled',
    ]);
  });

  it('tells its lead of the helper too', async () => {
    expect(typesOf(await feed('', 'zjj-handler-1'), helpedId)).toEqual([
      'CaseHandedToUnit',
      'AssignmentDispatched',
      'AssignmentSigned',
      'CaseClassified',
      'AssignmentCancelled',
      'AssignmentSigned',
    ]);
  });

  it('begins with the case as it was handed over, and has the envelope of each event but for its hashes', async () => {
    const [handed, signed] = await feed('', 'yjj-handler-1');
    const [, , , , , dispatch, sign] = (await service.events(helpedId)).map(envelopeOf);
    const ofDispatch = { ...dispatch, causationId: dispatch?.eventId, eventId: idOf(String(dispatch?.eventId)) };
    const shown = { eventType: 'CaseHandedToUnit', actor: { kind: 'STAFF', role: 'CLERK' }, cursor: handed?.cursor };
    const data = expect.objectContaining({ caseId: helpedId, version: 6, role: 'CO', status: 'DISPATCHED' }) as unknown;
    expect(handed).toEqual(withoutHashes({ ...ofDispatch, ...shown, data }));
    expect(signed).toEqual(withoutHashes({ ...sign, actor: shown.actor, cursor: signed?.cursor }));
  });

  it('goes on behind every cursor, also in the middle of a case', async () => {
    const lines = await feed('', 'zjj-handler-1');
    const rests = await Promise.all(lines.map(({ cursor }) => feed(`?after=${cursor}`, 'zjj-handler-1')));
    expect(rests).toEqual(lines.map((_, index) => lines.slice(index + 1)));
  });

  it('goes on behind a cursor that an auditor was given', async () => {
    const all = (await feed()).filter(({ streamId }) => streamId === `case-${helpedId}`);
    expect(typesOf(await feed(`?after=${all[6]?.cursor}`, 'yjj-handler-1'), helpedId)).toEqual([
      'CaseClassified',
      'AssignmentCancelled',
    ]);
  });
});

/** Reads until the sender has nothing more to say for the moment. */
const opened = async (query: string) => {
  const { keys } = JSON.parse(
    readFileSync(join(tmpdir(), `bihuan-test-${process.env['TEST_RUN']}`, 'credentials-audit.json'), 'utf8'),
  ) as { keys: { tenant: string; keyId: string; key: string }[] };
  const key = keys.find(({ tenant, keyId }) => tenant === 'zhanyi' && keyId === 'auditor-1')?.key;
  const answer = await fetch(`${base}/v1/audit/feed?follow=true${query}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  const reader = (answer.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const until = async (isEnough: (text: string) => boolean): Promise<string> => {
    for (let more = await reader.read(); !more.done; more = await reader.read()) {
      text += more.value;
      if (isEnough(text)) break;
    }
    return text;
  };
  return { until, rest: () => until(() => false), leave: () => reader.cancel() };
};

describe('a feed that is followed', () => {
  it('opens at once with a blank line, and tells of a new event within a moment', async () => {
    const following = await opened(`&after=${await lastCursor()}`);
    expect(await following.until((text) => text !== '')).toBe('\n');
    const { caseId: made } = await service.given(...histories.registered);
    expect(linesOf(await following.until((text) => text.includes(made)))).toMatchObject([
      { eventType: 'CaseRegistered', streamId: `case-${made}` },
    ]);
    await following.leave();
  });

  it('ends when the server closes, and does not hold it up', async () => {
    const other = await serviceUnderTest(audit);
    const [before, mine] = [base, service];
    await other.app.listen({ host: '127.0.0.1', port: 0 });
    base = `http://127.0.0.1:${(other.app.getHttpServer().address() as { port: number }).port}`;
    service = other;
    const following = await opened('');
    await following.until((text) => text !== '');
    const began = performance.now();
    [base, service] = [before, mine];
    await Promise.all([other.stop(), following.rest()]);
    expect(performance.now() - began).toBeLessThan(4_000);
  }, 30_000);
});

describe('a ledger that was taken back', () => {
  it('gives no cursor its way when its event is not there any more', async () => {
    const [shard, epoch, position] = JSON.parse(Buffer.from(await lastCursor(), 'base64url').toString()) as number[];
    const cursor = Buffer.from(JSON.stringify([shard, epoch, position, newId()])).toString('base64url');
    expect(await codeOf(asAuditor(`/v1/audit/feed?after=${cursor}`))).toEqual([410, 'ledger-went-back']);
  });

  it('gives no cursor of another epoch its way', async () => {
    const cursor = (await feed()).at(-1)?.cursor;
    await alter('insert into ledger.epochs (epoch) values (2)');
    expect(await codeOf(asAuditor(`/v1/audit/feed?after=${cursor}`))).toEqual([410, 'ledger-went-back']);
    expect((await feed(`?after=${(await feed()).at(-2)?.cursor}`)).length).toBe(1);
  });
});

describe('a case that somebody alters', () => {
  it('names the first event that was altered', async () => {
    const { caseId: altered } = await service.given(...histories.accepted);
    await alter(
      `update ledger.events set data = (replace(data::text, 'DISPATCH', 'CLAIM'))::json
        where stream_id = 'case-${altered}' and type = 'CaseAccepted'`,
    );
    expect(await proofOf(altered)).toMatchObject({ valid: false, firstBadVersion: 3, headVersion: 3 });
  });
});

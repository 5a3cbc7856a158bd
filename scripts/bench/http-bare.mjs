// Process of the bench `http`: Fastify with nothing around it, doing the statements that accepting a case takes.
import fastify from 'fastify';
import { built, lib } from './built.mjs';

const house = JSON.parse(process.argv[2]);
/** As long as the product keeps a key. */
const KEPT_MS = 10_000;

const [{ Database, Ledger }, { caseCatalogue, upcast }, { newId }, { ApiKeyTable }, { opens, readToken }] =
  await Promise.all([
    lib('event-store'),
    lib('case'),
    lib('kernel'),
    lib('platform'),
    built('libs/platform/src/api-key.js'),
  ]);
const database = new Database(house.url);
const ledger = new Ledger({ database, catalogue: caseCatalogue, upcast, appendUrl: house.url });
await ledger.measureClock();
const table = new ApiKeyTable(database);
const kept = new Map();

async function keyOf(authorization = '') {
  const token = readToken(authorization.slice('Bearer '.length));
  if (!token) return undefined;
  let found = kept.get(token.publicId);
  if (!found || found.untilMs < performance.now()) {
    found = { key: await table.find(token.publicId), untilMs: performance.now() + KEPT_MS };
    kept.set(token.publicId, found);
  }
  return found.key && opens(found.key, token.secret, ledger.now()) ? found.key : undefined;
}

const text = { type: 'string', minLength: 1, maxLength: 64 };
const body = {
  type: 'object',
  required: ['disposition', 'classification'],
  additionalProperties: false,
  properties: {
    disposition: { enum: ['DISPATCH', 'DIRECT_ANSWER', 'SELF_HANDLED', 'CLAIM'] },
    classification: {
      type: 'object',
      required: ['codeSystem', 'categoryCode', 'matterKind', 'urgency', 'grade'],
      additionalProperties: false,
      properties: { codeSystem: text, categoryCode: text, matterKind: text, urgency: text, grade: text },
    },
  },
};
const params = { type: 'object', properties: { caseId: { type: 'string', pattern: '^[0-9a-f-]{36}$' } } };
const answer = {
  type: 'object',
  properties: {
    caseId: { type: 'string' },
    caseNo: { type: 'string' },
    version: { type: 'integer' },
    status: { type: 'string' },
    position: { type: 'integer' },
    events: {
      type: 'array',
      items: {
        type: 'object',
        properties: { eventId: { type: 'string' }, type: { type: 'string' }, version: { type: 'integer' } },
      },
    },
  },
};

const factsOf = (caseId, { disposition, classification }) => {
  const rest = { revision: 1, codeSystemVersion: '1', publicSafety: false, accusedUnitIds: [], tags: [], by: 'PERSON' };
  return [
    { type: 'CaseClassified', data: { ...classification, ...rest, caseId }, classification: 'INTERNAL' },
    { type: 'CaseAccepted', data: { caseId, disposition }, classification: 'INTERNAL' },
  ];
};

const server = fastify();
server.decorateRequest('key', null);
server.addHook('onRequest', async (request, reply) => {
  request.key = await keyOf(request.headers.authorization);
  if (!request.key) await reply.code(401).send();
});
server.post(
  '/v1/intake/cases/:caseId/accept',
  { schema: { body, params, response: { 200: answer } } },
  async (request, reply) => {
    const { caseId } = request.params;
    const { tenantId, keyId, role, unitId } = request.key;
    const streamId = `case-${caseId}`;
    const before = await ledger.read(tenantId, streamId);
    const last = before.at(-1);
    if (!last || before.some(({ type }) => type === 'CaseAccepted')) return reply.code(409).send();
    const at = ledger.now();
    const events = await ledger.append({
      service: 'intake',
      parts: [
        { streamId, head: { version: last.meta.version, hash: last.hash }, facts: factsOf(caseId, request.body) },
      ],
      recordedAt: at,
      meta: {
        tenantId,
        actor: { kind: 'STAFF', ref: keyId, unitId, role },
        at,
        correlationId: newId().replaceAll('-', ''),
        commandId: newId(),
      },
      sealed: [],
      keys: [],
    });
    const { version, position } = events.at(-1).meta;
    return {
      caseId,
      caseNo: before[0].data.caseNo,
      version,
      status: 'ACCEPTED',
      position,
      events: events.map(({ type, meta }) => ({ eventId: meta.eventId, type, version: meta.version })),
    };
  },
);

process.once('SIGTERM', () => {
  void server
    .close()
    .then(() => ledger.close())
    .then(() => database.close())
    .then(() => process.exit(0));
});
process.stdout.write(`ready: ${await server.listen({ host: '127.0.0.1', port: 0 })}\n`);

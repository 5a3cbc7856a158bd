import { z } from 'zod';
import { hash, instant, uuid } from './field.js';

const caseKey = uuid.meta({ title: 'caseId' });
const streamKey = z
  .string()
  .regex(/^[a-z-]+-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  .meta({ title: 'streamId', description: '`<stream type>-<uuid>`.' });

const digits = z.string().regex(/^\d{1,16}$/);
const TENANT = '/tenants/[A-Za-z0-9-]{1,32}';
const sourceOf = (streams: string) => z.string().regex(new RegExp(`^${TENANT}/${streams}$`));

const everywhere = {
  'content-type': z.literal('application/json'),
  ce_specversion: z.literal('1.0'),
  ce_id: uuid.describe('`eventId`: the same in every repeat.'),
  ce_source: sourceOf('cases'),
  ce_type: z.string().describe('`bihuan.<stream type>.<event type>.v1`.'),
  ce_subject: uuid.describe('`caseId`.'),
  ce_time: instant.describe('`recordedAt`: the instant the rule decided at, and the only one that clocks count from.'),
  ce_sequence: digits.describe(
    'Version of the case after the event: with `ce_subject` it tells a repeat. Rises along a case.',
  ),
  ce_position: digits.describe('Place in the ledger, within one shard and epoch. Never tells a repeat.'),
  ce_cursor: z.string().min(1).describe('Opaque: shard, epoch and position, as `GET /v1/audit/feed?after=` takes it.'),
  ce_epoch: digits.describe(
    'Epoch of the ledger, raised when the ledger was taken back. A reader that sees it rise must stop and read anew.',
  ),
  ce_schemaversion: digits.describe('Version of the payload’s schema.'),
  ce_actor: z
    .string()
    .meta({ contentMediaType: 'application/json' })
    .describe('Who acted, as JSON: `kind`, `ref`, `role`, and `unitId` where there is one. Never a name.'),
  ce_occurredat: instant.describe('When it happened in the world: a claim.'),
  ce_correlationid: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .describe('Trace id of the request that began it all.'),
  ce_causationid: uuid.optional().describe('`eventId` of the event that this one answers; absent when a person asked.'),
  ce_commandid: uuid.describe('One append, one command: the events of both have the same.'),
  ce_service: z.enum(['INTAKE', 'ROUTING', 'SUPERVISION', 'FEEDBACK']).describe('The service that wrote it.'),
  ce_classification: z
    .enum(['INTERNAL', 'RESTRICTED'])
    .describe('RESTRICTED: a matter of CARE, or not of NORMAL confidentiality, as of the event.'),
  traceparent: z
    .string()
    .regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/)
    .describe('W3C Trace Context.'),
};

const chain = {
  ce_hashalg: z.enum(['sha256', 'sm3']),
  ce_hash: hash.describe(
    'Of the whole envelope and the body, in the form of RFC 8785. These header fields and the body hold all of it.',
  ),
  ce_prevhash: hash.describe('`ce_hash` of the event before it in its stream; 64 zeros before the first.'),
};

/**
 * What the messages of each topic have in common: their header fields, which are CloudEvents 1.0 in Kafka's binary mode,
 * and the key; its title says which id it is.
 */
export const messageTraits = {
  CaseEvent: { headers: z.object({ ...everywhere, ...chain }), key: caseKey },
  OtherEvent: {
    headers: z.object({
      ...everywhere,
      ...chain,
      ce_source: sourceOf('[a-z-]+'),
      ce_subject: uuid.describe('The uuid of the stream.'),
      ce_sequence: digits.describe('Version of the stream after the event: with the key it tells a repeat.'),
    }),
    key: streamKey,
  },
  // A unit's topic is a projection: its bodies are not the ones that were hashed.
  UnitEvent: { headers: z.object(everywhere), key: caseKey },
  Notice: { headers: z.object({ 'content-type': everywhere['content-type'] }), key: streamKey },
};

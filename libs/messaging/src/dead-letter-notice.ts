import { z } from 'zod';

const uuid = z
  .string()
  .regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  .meta({ format: 'uuid' });

/** What `bihuan.dead-letters.v1` tells of a letter. */
export const deadLetterNotice = z
  .object({
    letterId: uuid.describe('Of the row in the table of the service.'),
    group: z.string().describe('The subscription that could not handle it: `<service>.reactions`.'),
    service: z.string(),
    streamId: z.string().describe('`<stream type>-<uuid>`, of the event.'),
    caseId: uuid.optional().describe('Absent when the stream is of no case.'),
    version: z.int().min(1).describe('Of the event in its stream.'),
    position: z.int().min(1).describe('Of the event in the ledger.'),
    eventId: uuid,
    eventType: z.string(),
    reason: z
      .string()
      .regex(/^[A-Za-z0-9_.-]{1,64}$/)
      .describe('A code: of the refusal, or the name of the fault.'),
    openedAt: z.iso.datetime({ precision: 3 }),
  })
  .describe('死信: an event that a service could not handle, and behind which the later events of its case wait.');

export type DeadLetterNotice = z.infer<typeof deadLetterNotice>;

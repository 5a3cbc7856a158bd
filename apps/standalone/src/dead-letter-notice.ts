import { z } from 'zod';

const uuid = z
  .string()
  .regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  .meta({ format: 'uuid' });

// As a reader sees it. Whatever writes notices hands its own schema in instead.
export const deadLetterNotice = z
  .object({
    group: z.string().describe('The subscription that could not handle it: `<service>.reactions`.'),
    service: z.string(),
    streamId: z.string().describe('`<stream type>-<uuid>`, of the event.'),
    caseId: uuid.optional().describe('Absent when the stream is of no case.'),
    position: z.int().min(1).describe('Of the event in the ledger.'),
    eventId: uuid,
    eventType: z.string(),
    reason: z
      .string()
      .regex(/^[A-Za-z0-9_.-]{1,64}$/)
      .describe('A code; the sentence stays in the service.'),
    openedAt: z.iso.datetime({ precision: 3 }),
  })
  .describe('死信: an event that a service could not handle, and behind which the later events of its case wait.');

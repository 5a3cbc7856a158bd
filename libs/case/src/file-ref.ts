import { z } from 'zod';
import { count, hash, payload, refOf } from './field.js';

export const fileRef = payload(
  'Points to an uploaded file; its claimed time and position lie in the vault. `ref` is the `attachmentId` of the API.',
  {
    ref: refOf('fil'),
    hash,
    bytes: count,
    mediaType: z
      .string()
      .max(128)
      .regex(/^[a-z0-9.+-]+\/[a-z0-9.+-]+$/),
  },
);
/** The same as a value. */
export type FileRef = Readonly<z.infer<typeof fileRef>>;

import type { z } from 'zod';
import { count, hash, payload, refOf } from './field.js';

export const textRef = payload(
  'Points to free text in the vault: proves the text while its key lives, tells nothing once the key is gone.',
  { ref: refOf('txt'), keyedHash: hash, chars: count },
);
/** The same as a value. */
export type TextRef = Readonly<z.infer<typeof textRef>>;

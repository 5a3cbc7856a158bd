import { z } from 'zod';
import { count, hash, refOf } from './field.js';

/** Points to free text in the vault: proves the text while its key lives, tells nothing once the key is gone. */
export const textRef = z.strictObject({ ref: refOf('txt'), keyedHash: hash, chars: count });
/** The same as a value. */
export type TextRef = Readonly<z.infer<typeof textRef>>;

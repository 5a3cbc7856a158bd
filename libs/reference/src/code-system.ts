import { z } from 'zod';
import { code, matterKinds } from './codes.js';
import type { Immutable } from './immutable.js';
import { duration } from './limit.js';

const entry = z.strictObject({
  code,
  name: z.string().min(1).max(100),
  matterKind: z.enum(matterKinds),
  /** The group the code stands in (`C01`); a prefix of it covers the code. */
  parent: code.optional(),
  /** 立案条件 1, 2, 3 … with the limit of each; none for a code without conditions. */
  conditions: z.array(z.strictObject({ filingCondition: z.int().min(1), limit: duration })).default([]),
});

/** A code table: a code means nothing without its system and version. */
export const codeSystem = z.strictObject({
  codeSystem: code,
  codeSystemVersion: code,
  codes: z.array(entry).min(1).max(20000),
});

export type CodeEntry = Immutable<z.infer<typeof entry>>;
export type CodeSystem = Immutable<z.infer<typeof codeSystem>>;

import { z } from 'zod';
import { civilDate, code, regionCode, unitIdCode } from './codes.js';
import type { Immutable } from './immutable.js';

/** WGS-84, longitude before latitude. */
const corner = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);

/** 网格 as published. The parent is a field and never parsed from the code. */
const grid = z.strictObject({
  gridCode: code,
  parentGridCode: code.optional(),
  label: z.string().min(1).max(100),
  /** 1 is the widest; what a level is called is the tenant's. */
  level: z.int().min(1).max(4),
  kind: z.enum(['BIG', 'MICRO', 'EXCLUSIVE']),
  regionCode,
  /** Corners in order; the last is not the first again. */
  polygon: z.array(corner).min(3).max(2000),
  /** 挂点: the units that answer for this grid, in the order they are called. */
  contacts: z.array(z.strictObject({ unitId: unitIdCode, role: code })).default([]),
  validFrom: civilDate.optional(),
});

export const gridSet = z.strictObject({ grids: z.array(grid).max(20000) });

export type Grid = Immutable<z.infer<typeof grid>>;
export type GridSet = Immutable<z.infer<typeof gridSet>>;

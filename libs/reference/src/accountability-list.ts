import { z } from 'zod';
import {
  civilDate,
  code,
  disputeTypes,
  evidenceKinds,
  governanceLevels,
  grades,
  matterKinds,
  regionPrefix,
  unitIdCode,
} from './codes.js';
import type { Immutable } from './immutable.js';

/** What an item covers; a category prefix covers its children, an empty list covers all. */
const matter = z.strictObject({
  matterKind: z.enum(matterKinds),
  codeSystem: code.optional(),
  categoryCodes: z.array(code).default([]),
  disputeTypes: z.array(z.enum(disputeTypes)).default([]),
});

const assetOwner = z.strictObject({
  attribute: z.enum(['ROAD_CLASS', 'ASSET_TAG', 'PLACE_TYPE']),
  value: code,
  unitId: unitIdCode,
});

const leadRule = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('FIXED'), unitId: unitIdCode }),
  z.strictObject({ rule: z.literal('TERRITORY'), level: z.enum(['COMMUNITY', 'STREET']) }),
  /** Only where one of the item's `assetOwners` is met. */
  z.strictObject({ rule: z.literal('ASSET_OWNER') }),
  /** The ROTATING unit on duty in the centre that day. */
  z.strictObject({ rule: z.literal('ON_ROTATION') }),
  /** Mode CLAIM: any of them may claim the case. */
  z.strictObject({ rule: z.literal('POOL'), unitIds: z.array(unitIdCode).min(1) }),
]);

const coRule = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('FIXED'), unitIds: z.array(unitIdCode).min(1) }),
  z.strictObject({ rule: z.literal('TERRITORY') }),
  z.strictObject({ rule: z.literal('GRID_CONTACTS') }),
]);

/** 确权事项: who must do what. */
export const accountabilityItem = z.strictObject({
  itemId: code,
  matter,
  /** Beginnings of region codes; empty is the whole tenant. */
  regions: z.array(regionPrefix).default([]),
  assetOwners: z.array(assetOwner).default([]),
  leadRule,
  /** Applied in order, one after another. */
  coRule: z.array(coRule).default([]),
  mode: z.enum(['DIRECTED', 'JOINT', 'CLAIM']),
  /** Law, 三定, 权责清单 or 履职事项清单 with its public citation. */
  legalBasis: z.string().min(1).max(500).optional(),
  /** The lightest grade the item is for. */
  gradeFrom: z.enum(grades).default('GENERAL'),
  level: z.enum(governanceLevels),
  limitPolicyId: code.optional(),
  evidence: z.array(z.enum(evidenceKinds)).default([]),
  /** First and last day of the item. */
  validFrom: civilDate.optional(),
  validTo: civilDate.optional(),
});

export const accountabilityItems = z.strictObject({
  listId: code,
  items: z.array(accountabilityItem).min(1).max(5000),
});

export type AccountabilityItem = Immutable<z.infer<typeof accountabilityItem>>;
export type AccountabilityItems = Immutable<z.infer<typeof accountabilityItems>>;

/** 确权清单, a published version. */
export interface AccountabilityList extends AccountabilityItems {
  readonly listVersion: number;
}

import { z } from 'zod';
import { civilDate, code, governanceLevels, regionCode, unitIdCode, weekdays } from './codes.js';
import type { Immutable } from './immutable.js';

const unitKinds = [
  'CENTRE',
  'BUREAU',
  'STREET',
  'COMMUNITY',
  'JUSTICE_OFFICE',
  'EMERGENCY_STATION',
  'COURT',
  'PROCURATORATE',
  'POLICE',
  'ENFORCEMENT_TEAM',
  'MEDIATION',
  'LAW_FIRM',
  'UTILITY',
  'PROPERTY_COMPANY',
  'SOCIAL_ORG',
] as const;

/** 承办单位 as published. */
const unit = z.strictObject({
  unitId: unitIdCode,
  name: z.string().min(1).max(100),
  kind: z.enum(unitKinds),
  level: z.enum(governanceLevels),
  regionCode,
  /** 常驻, 轮驻, 随驻; none for a unit that does not sit in the centre. */
  residency: z.enum(['PERMANENT', 'ROTATING', 'ON_CALL']).optional(),
  /** Days on which a ROTATING unit sits in the centre. */
  roster: z.array(z.enum(weekdays)).default([]),
  parentUnitId: unitIdCode.optional(),
  /** A unit that is not yet or no more is not routed to; what it did stays under its id. The last day counts. */
  validFrom: civilDate.optional(),
  validTo: civilDate.optional(),
  /** Window or zone of the hall. */
  zoneCode: code.optional(),
  liaisonRoles: z.array(code).default([]),
});

export const unitSet = z.strictObject({ units: z.array(unit).min(1).max(5000) });

export type UnitKind = (typeof unitKinds)[number];
export type Unit = Immutable<z.infer<typeof unit>>;
export type UnitSet = Immutable<z.infer<typeof unitSet>>;

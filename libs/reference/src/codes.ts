import { z } from 'zod';

export const code = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/)
  .describe('Code of a published list: letters, digits, `_ . -`, at most 64.');
export const unitIdCode = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,32}$/)
  .describe('Code of a unit: it stands in topic names, so its alphabet is narrower than that of codes.');
export const civilDate = z.iso.date().describe('Civil date `YYYY-MM-DD` in the zone of the tenant.');
export const regionCode = z
  .string()
  .regex(/^\d{12}$/)
  .describe(
    '12 digits: province 2, prefecture 2, county 2, township 3, village 3; parents padded with 0 (GB/T 2260, GB/T 10114-2003).',
  );
/** A region, or the beginning of its code up to one of the five levels. */
export const regionPrefix = z.string().regex(/^\d{2}(?:\d{2}(?:\d{2}(?:\d{3}(?:\d{3})?)?)?)?$/);

export const matterKinds = ['DISPUTE', 'COMPONENT', 'EVENT', 'HAZARD', 'SERVICE', 'CARE'] as const;
export const natures = ['CONSULT', 'HELP', 'COMPLAINT', 'REPORT', 'SUGGESTION', 'THANKS', 'WISH', 'OTHER'] as const;
export const urgencies = ['EMERGENCY', 'UTILITY', 'ORDINARY', 'COMPLEX'] as const;
/** From the lightest up. */
export const grades = ['GENERAL', 'IMPORTANT', 'MAJOR'] as const;
/** From the lowest up. */
export const governanceLevels = ['GRID', 'COMMUNITY', 'STREET', 'COUNTY', 'CITY'] as const;
export const rectificationModes = ['IMMEDIATE', 'DEADLINE', 'CONCENTRATED'] as const;
export const evidenceKinds = ['PHOTO', 'DOCUMENT', 'AGREEMENT'] as const;
export const placeTypes = [
  'SMALL_ENTERPRISE',
  'HIGH_RISE',
  'STREET_SHOP',
  'RENTAL_HOUSE',
  'FACTORY_WAREHOUSE',
  'PUBLIC_PLACE',
  'ROAD',
  'RESIDENTIAL',
  'OTHER',
] as const;
export const channels = [
  'HOTLINE_12345',
  'POLICE_110',
  'LEGAL_12348',
  'PETITION',
  'SUPERIOR',
  'WECHAT_OA',
  'APP',
  'WEB',
  'OPEN311',
  'QR_CODE',
  'MAILBOX',
  'WALK_IN',
  'VISIT',
  'GRID_APP',
  'DELEGATED',
  'SMART_CITY',
  'IOT_ALARM',
  'VIDEO_ALARM',
  'EXTERNAL_SYSTEM',
  'BULK_IMPORT',
] as const;
export const slaStages = [
  'ACCEPT',
  'PRE_VERIFY',
  'DISPATCH',
  'JOINT_REVIEW',
  'SIGN_OFF',
  'FIRST_CONTACT',
  'RETURN_REVIEW',
  'HANDLING',
  'CO_REPORT',
  'INTERIM_REPLY',
  'FEEDBACK_REVIEW',
  'PRE_CLOSURE_VERIFY',
  'CALLBACK',
  'BREACH_EXPLANATION',
  'DELEGATION_REPLY',
] as const;
/** GB/T 31000-2015, in its order. */
export const disputeTypes = [
  'MARRIAGE_FAMILY',
  'NEIGHBOUR',
  'PERSONALITY_RIGHTS',
  'PROPERTY_RIGHTS',
  'TORT',
  'CONTRACT',
  'LABOUR',
  'FINANCE_LENDING',
  'LAND_RESOURCE',
  'OTHER_CIVIL',
  'URBAN_CONSTRUCTION',
  'CIVIL_AFFAIRS',
  'OTHER_ENFORCEMENT',
  'LAW_LITIGATION',
  'DISCIPLINE',
  'ETHNIC_RELIGION',
  'OTHER',
] as const;
/** Monday first. */
export const weekdays = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;

export type MatterKind = (typeof matterKinds)[number];
export type RequestNature = (typeof natures)[number];
export type Urgency = (typeof urgencies)[number];
export type Grade = (typeof grades)[number];
export type GovernanceLevel = (typeof governanceLevels)[number];
export type RectificationMode = (typeof rectificationModes)[number];
export type EvidenceKind = (typeof evidenceKinds)[number];
export type PlaceType = (typeof placeTypes)[number];
export type Channel = (typeof channels)[number];
export type SlaStage = (typeof slaStages)[number];
export type DisputeType = (typeof disputeTypes)[number];
export type Weekday = (typeof weekdays)[number];

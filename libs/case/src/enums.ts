import {
  channels,
  evidenceKinds,
  governanceLevels,
  grades,
  matterKinds,
  natures,
  placeTypes,
  slaStages,
  urgencies,
} from '@bihuan/reference';
import { z } from 'zod';

export const channel = z.enum(channels).describe('受理渠道');
export type Channel = z.infer<typeof channel>;

export const requestNature = z.enum(natures).describe('诉求性质');
export type RequestNature = z.infer<typeof requestNature>;

export const matterKind = z.enum(matterKinds).describe('事项类型');
export type MatterKind = z.infer<typeof matterKind>;

export const urgency = z.enum(urgencies).describe('紧急程度');
export type Urgency = z.infer<typeof urgency>;

export const grade = z.enum(grades).describe('等级');
export type Grade = z.infer<typeof grade>;

export const confidentiality = z.enum(['NORMAL', 'CONFIDENTIAL', 'ANONYMOUS']).describe('保密级别: only ever rises.');
export type Confidentiality = z.infer<typeof confidentiality>;

export const governanceLevel = z.enum(governanceLevels).describe('治理层级, lowest first.');
export type GovernanceLevel = z.infer<typeof governanceLevel>;

export const slaStage = z.enum(slaStages).describe('时限环节');
export type SlaStage = z.infer<typeof slaStage>;

export const datum = z.enum(['GCJ02', 'BD09', 'WGS84', 'CGCS2000']).describe('坐标系');
export type Datum = z.infer<typeof datum>;

export const placeType = z.enum(placeTypes).describe('场所类型');
export type PlaceType = z.infer<typeof placeType>;

export const assignmentRole = z.enum(['LEAD', 'CO']).describe('主办 or 协办: who answers for the case, and who helps.');
export type AssignmentRole = z.infer<typeof assignmentRole>;

export const evidence = z.enum(evidenceKinds).describe('反馈材料');
export type Evidence = z.infer<typeof evidence>;

export const reviewStep = z
  .enum(['UNIT', 'LEGAL', 'CENTRE'])
  .describe('审核环节 of a handling feedback: each has its own reviewer role.');
export type ReviewStep = z.infer<typeof reviewStep>;

export const contactResult = z
  .enum(['REACHED', 'NO_ANSWER', 'REFUSED', 'WRONG_NUMBER'])
  .describe('联系结果, of a unit’s contact and of a callback alike.');
export type ContactResult = z.infer<typeof contactResult>;

export const notAcceptedReason = z
  .enum([
    'EMERGENCY_DIVERT',
    'LITIGATION_ARBITRATION',
    'DISCIPLINE',
    'ADMIN_REVIEW',
    'INFO_DISCLOSURE',
    'IN_PETITION',
    'SECRET_OR_PRIVACY',
    'BEYOND_DUTY',
    'ILLEGAL_OR_IMMORAL',
    'NO_SUBSTANCE',
    'REPEAT_FINISHED',
    'IN_PROGRESS_DUPLICATE',
    'OUT_OF_AREA',
    'MALICIOUS',
  ])
  .describe('不予受理情形 (国办发〔2020〕53号; 北京市接诉即办工作条例 第十一条).');

export const diversionTarget = z
  .enum([
    'POLICE_110',
    'FIRE_119',
    'MEDICAL_120',
    'TRAFFIC_122',
    'PETITION',
    'COURT',
    'ARBITRATION',
    'PROCURATORATE',
    'ADMIN_REVIEW',
    'LEGAL_12348',
    'OTHER_PLATFORM',
    'MARKET',
  ])
  .describe('转出去向');

export const closureType = z
  .enum([
    'CONFIRMED',
    'SITE_VERIFIED',
    'ANSWERED_DIRECTLY',
    'SELF_HANDLED',
    'UNREACHABLE',
    'ANONYMOUS',
    'REPLY_WAIVED',
    'UNREASONABLE_EXPLAINED',
    'STATUTORY_ROUTE',
  ])
  .describe('办结方式, as a closing may name it.');
export type ClosureType = z.infer<typeof closureType>;

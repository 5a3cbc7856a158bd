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

/** 受理渠道 */
export const channel = z.enum(channels);
export type Channel = z.infer<typeof channel>;

/** 诉求性质 */
export const requestNature = z.enum(natures);
export type RequestNature = z.infer<typeof requestNature>;

/** 事项类型 */
export const matterKind = z.enum(matterKinds);
export type MatterKind = z.infer<typeof matterKind>;

/** 紧急程度 */
export const urgency = z.enum(urgencies);
export type Urgency = z.infer<typeof urgency>;

/** 等级 */
export const grade = z.enum(grades);
export type Grade = z.infer<typeof grade>;

/** 保密级别: only ever rises. */
export const confidentiality = z.enum(['NORMAL', 'CONFIDENTIAL', 'ANONYMOUS']);
export type Confidentiality = z.infer<typeof confidentiality>;

/** 治理层级, lowest first. */
export const governanceLevel = z.enum(governanceLevels);
export type GovernanceLevel = z.infer<typeof governanceLevel>;

/** 时限环节 */
export const slaStage = z.enum(slaStages);
export type SlaStage = z.infer<typeof slaStage>;

/** 坐标系 */
export const datum = z.enum(['GCJ02', 'BD09', 'WGS84', 'CGCS2000']);
export type Datum = z.infer<typeof datum>;

/** 场所类型 */
export const placeType = z.enum(placeTypes);
export type PlaceType = z.infer<typeof placeType>;

/** 主办 or 协办: who answers for the case, and who helps. */
export const assignmentRole = z.enum(['LEAD', 'CO']);
export type AssignmentRole = z.infer<typeof assignmentRole>;

/** 反馈材料 */
export const evidence = z.enum(evidenceKinds);
export type Evidence = z.infer<typeof evidence>;

/** 审核环节 of a handling feedback: each has its own reviewer role. */
export const reviewStep = z.enum(['UNIT', 'LEGAL', 'CENTRE']);
export type ReviewStep = z.infer<typeof reviewStep>;

/** 联系结果, of a unit's contact and of a callback alike. */
export const contactResult = z.enum(['REACHED', 'NO_ANSWER', 'REFUSED', 'WRONG_NUMBER']);
export type ContactResult = z.infer<typeof contactResult>;

/** 不予受理情形 (国办发〔2020〕53号; 北京市接诉即办工作条例 第十一条). */
export const notAcceptedReason = z.enum([
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
]);

/** 转出去向 */
export const diversionTarget = z.enum([
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
]);

/** 办结方式, as a closing may name it. */
export const closureType = z.enum([
  'CONFIRMED',
  'SITE_VERIFIED',
  'ANSWERED_DIRECTLY',
  'SELF_HANDLED',
  'UNREACHABLE',
  'ANONYMOUS',
  'REPLY_WAIVED',
  'UNREASONABLE_EXPLAINED',
  'STATUTORY_ROUTE',
]);
export type ClosureType = z.infer<typeof closureType>;

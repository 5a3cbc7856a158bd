import { type RefusalText, type Refuse, refuserOf } from '@bihuan/kernel';

/** Every code a command on a case may be refused with. The API document and the README's table are checked against it. */
export const refusals = {
  ROLE_NOT_ALLOWED: { kind: 'forbidden', zh: '该角色不能执行此操作', en: 'The role may not do this' },
  /** Unknown, or the caller may not know that it exists; so for the next. */
  CASE_NOT_FOUND: { kind: 'missing', zh: '没有这个案件', en: 'There is no such case' },
  ASSIGNMENT_NOT_FOUND: { kind: 'missing', zh: '没有这个派单', en: 'There is no such assignment' },
  NOT_OWNER_UNIT: { kind: 'forbidden', zh: '该任务属于其他单位', en: 'The assignment is another unit’s' },
  RECUSED: {
    kind: 'forbidden',
    zh: '该人员已回避此案',
    en: 'The person has an interest in the case and stepped aside',
  },
  SEPARATION_OF_DUTY: {
    kind: 'forbidden',
    zh: '办理、审核、回访不得为同一人',
    en: 'Handling, review and callback are done by different persons',
  },
  /** `If-Match` names a version after which somebody acted. */
  VERSION_CONFLICT: { kind: 'stale', zh: '案件已被他人更新', en: 'Somebody has changed the case meanwhile' },
  ILLEGAL_TRANSITION: { kind: 'conflict', zh: '当前状态不允许此操作', en: 'The status does not allow this' },
  CASE_CLOSED: { kind: 'conflict', zh: '案件已办结', en: 'The case is closed' },
  CASE_NOT_ACCEPTED: { kind: 'conflict', zh: '案件尚未受理', en: 'The case is not accepted yet' },
  CASE_UNDER_JOINT_REVIEW: { kind: 'conflict', zh: '案件正在联合研判', en: 'The joint review decides first' },
  LEAD_ALREADY_DISPATCHED: { kind: 'conflict', zh: '本轮已有主办单位', en: 'Another unit already leads this round' },
  ROUTE_AMBIGUOUS: {
    kind: 'conflict',
    zh: '确权清单未确定唯一主办单位，须先联合研判',
    en: 'The accountability list names no lead, or several: the joint review decides first',
  },
  /** `caseId` of the first stands in the values. */
  EXTERNAL_TICKET_CONFLICT: {
    kind: 'conflict',
    zh: '同一来源单号已登记，内容不同',
    en: 'The source has registered this ticket number with other content',
  },
  CLASSIFICATION_REQUIRED: {
    kind: 'conflict',
    zh: '受理前须先分类',
    en: 'The case must be classified before it is accepted',
  },
  CO_REPORT_MISSING: { kind: 'conflict', zh: '协办单位尚未反馈', en: 'A helping unit has not reported' },
  BREACH_EXPLANATION_REQUIRED: {
    kind: 'conflict',
    zh: '已超时，须先说明原因',
    en: 'The handling limit is passed and its breach not explained',
  },
  REASON_REQUIRED: { kind: 'invalid', zh: '手工选择须说明理由', en: 'A choice by hand needs its reason' },
  LEAD_REQUIRED: { kind: 'invalid', zh: '必须有一个主办单位', en: 'One unit must answer for the case' },
  UNKNOWN_UNIT: { kind: 'invalid', zh: '没有这个单位', en: 'There is no such unit' },
  UNKNOWN_CATEGORY: {
    kind: 'invalid',
    zh: '没有这个类别，或与其版本、事项类型、立案条件不符',
    en: 'There is no such category, or not of this version, matter kind or filing condition',
  },
  UNKNOWN_GRID: { kind: 'invalid', zh: '没有这个网格', en: 'There is no such grid' },
  UNKNOWN_REGION: { kind: 'invalid', zh: '没有这个区域', en: 'There is no such region' },
  ACCUSED_UNIT_EXCLUDED: { kind: 'invalid', zh: '被反映单位不得承办', en: 'The case is about this unit' },
  PUSH_DOWN_FORBIDDEN: {
    kind: 'invalid',
    zh: '部门职责不得下派基层主办',
    en: 'A department’s duty may not be led by a street or community',
  },
  IDENTITY_IN_CODE: {
    kind: 'invalid',
    zh: '代码中不得含电话或证件号码',
    en: 'A code looks like a phone or identity number',
  },
  DATUM_REQUIRED: { kind: 'invalid', zh: '坐标须注明坐标系', en: 'Coordinates need their datum' },
  POSITION_OUT_OF_RANGE: { kind: 'invalid', zh: '坐标超出范围', en: 'The coordinates lie outside the country' },
  UNKNOWN_ATTACHMENT: { kind: 'invalid', zh: '没有这个附件', en: 'Nobody uploaded this attachment here' },
  ATTACHMENT_EXPIRED: { kind: 'invalid', zh: '附件久未使用，已失效', en: 'The attachment was not used for too long' },
  EVIDENCE_REQUIRED: { kind: 'invalid', zh: '缺少必需的材料', en: 'The required evidence is missing' },
  CONTACT_REQUIRED: { kind: 'invalid', zh: '须先联系当事人', en: 'The party must be contacted first' },
  CALENDAR_MISSING: { kind: 'invalid', zh: '缺少该年度工作日历', en: 'The calendar of a year is missing' },
} as const satisfies Record<string, RefusalText>;

/** One of these codes. */
export type RefusalCode = keyof typeof refusals;

/** Says no to a command or a reader. @throws Refusal always */
export const refuse: Refuse<RefusalCode> = refuserOf(refusals);

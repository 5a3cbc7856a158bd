import type { Duration, Policy, PolicySelector, SlaStage } from '@bihuan/reference';

export const workingDays = (amount: number): Duration => ({ rule: 'WHOLE_WORKING_DAYS', amount });
export const calendarDays = (amount: number): Duration => ({ rule: 'CALENDAR_DAYS', amount });
export const workingMinutes = (amount: number): Duration => ({ rule: 'ROLLING_WORKING_TIME', amount });
const minutes = (amount: number): Duration => ({ rule: 'CONTINUOUS', amount });
export const hours = (amount: number): Duration => ({ rule: 'CONTINUOUS', amount, unit: 'HOUR' });

const everywhere = (policyId: string, stage: SlaStage, limit: Policy['limit']): Policy => ({
  policyId,
  stage,
  selector: {},
  precedence: 0,
  limit,
});

const where = (base: Policy, suffix: string, precedence: number, selector: PolicySelector): Policy => ({
  ...base,
  policyId: `${base.policyId}${suffix}`,
  precedence,
  selector,
});

const accept = everywhere('ACCEPT', 'ACCEPT', hours(2));
const jointReview = everywhere('JOINT_REVIEW', 'JOINT_REVIEW', workingDays(1));
const signOff = everywhere('SIGN_OFF', 'SIGN_OFF', workingDays(1));
const contact = everywhere('CONTACT', 'FIRST_CONTACT', hours(24));
const utility = { urgency: 'UTILITY' } as const;
const emergency = { urgency: 'EMERGENCY' } as const;

/** The default limits of every stage but HANDLING (domain/time-limits.md §5). */
export const stagePolicies: readonly Policy[] = [
  { ...where(accept, '_PETITION', 430, { channel: 'PETITION' }), limit: calendarDays(15) },
  { ...where(accept, '_EMERGENCY', 400, emergency), limit: minutes(5) },
  {
    ...where(accept, '_GRID', 100, { channel: ['GRID_APP', 'SMART_CITY', 'IOT_ALARM', 'VIDEO_ALARM'] }),
    limit: minutes(15),
  },
  where(accept, '_ONLINE', 0, {}),
  everywhere('PRE_VERIFY', 'PRE_VERIFY', minutes(30)),
  everywhere('PRE_CLOSURE', 'PRE_CLOSURE_VERIFY', minutes(30)),
  everywhere('DISPATCH', 'DISPATCH', minutes(15)),
  jointReview,
  { ...where(jointReview, '_URGENT', 300, { urgency: ['EMERGENCY', 'UTILITY'] }), limit: hours(2) },
  signOff,
  { ...where(signOff, '_UTILITY', 300, utility), limit: minutes(30) },
  { ...where(signOff, '_EMERGENCY', 400, emergency), limit: minutes(15) },
  contact,
  { ...where(contact, '_UTILITY', 300, utility), limit: hours(2) },
  { ...where(contact, '_EMERGENCY', 400, emergency), limit: minutes(30) },
  everywhere('RETURN_REVIEW', 'RETURN_REVIEW', workingMinutes(240)),
  everywhere('CO_REPORT', 'CO_REPORT', { derive: 'SHARE', of: 'HANDLING', factor: 0.8 }),
  everywhere('FEEDBACK_REVIEW', 'FEEDBACK_REVIEW', workingDays(1)),
  everywhere('CALLBACK', 'CALLBACK', workingDays(1)),
  everywhere('BREACH_EXPLANATION', 'BREACH_EXPLANATION', workingDays(1)),
  everywhere('INTERIM_REPLY', 'INTERIM_REPLY', workingDays(5)),
  everywhere('DELEGATION', 'DELEGATION_REPLY', calendarDays(7)),
];

import { inForce, limitFor, type PolicyFacts, type SlaStage } from '@bihuan/reference';
import { zhanyi } from './demo-tenants.js';

const reference = inForce(zhanyi.tenantId, zhanyi.documents, '2025-08-07T07:20:00.000Z');

/** Policy and limit as a line. */
function termsOf(stage: SlaStage, facts: PolicyFacts): string {
  const terms = limitFor(stage, facts, reference, { startDay: '2025-08-07' });
  const words = Object.values(terms?.limit ?? { none: 'no clock' });
  return [terms?.policy.policyId, ...words].join(' ');
}

const cover = { codeSystem: 'GBT30428-2', categoryCode: 'C0102', matterKind: 'COMPONENT', nature: 'HELP' } as const;
const stall = { codeSystem: 'GBT30428-2', categoryCode: 'E0406', matterKind: 'EVENT' } as const;

describe('a case of Zhanyi is handled within', () => {
  it.each([
    ['a cover on a road', { ...cover, limitPolicyId: 'ZY_ROAD_2WD' }, 'ZY_ROAD_2WD WHOLE_WORKING_DAYS 2'],
    [
      'the same by grid app',
      { ...cover, limitPolicyId: 'ZY_ROAD_2WD', channel: 'GRID_APP' },
      'ZY_ROAD_2WD WHOLE_WORKING_DAYS 2',
    ],
    ['a missing cover', { ...cover, filingCondition: 1 }, 'H_COMPONENT_C0102_1 CONTINUOUS 2 HOUR'],
    ['a rattling cover', { ...cover, filingCondition: 3 }, 'H_COMPONENT_C0102_3 ROLLING_WORKING_TIME 2 DAY'],
    ['a cover without condition', cover, 'H_COMPONENT_ANY ROLLING_WORKING_TIME 240'],
    ['a stall on the road', stall, 'H_EVENT_E0406 CONTINUOUS 2 HOUR'],
    ['an event of several limits', { ...stall, categoryCode: 'E0101' }, 'H_EVENT_ANY ROLLING_WORKING_TIME 240'],
    ['an emergency', { ...cover, urgency: 'EMERGENCY', limitPolicyId: 'ZY_ROAD_2WD' }, 'H_EMERGENCY CONTINUOUS 2 HOUR'],
    ['heating', { urgency: 'UTILITY' }, 'H_UTILITY CONTINUOUS 24 HOUR'],
    ['a petition', { channel: 'PETITION', urgency: 'EMERGENCY' }, 'H_PETITION CALENDAR_DAYS 60'],
    ['a wish', { nature: 'WISH', channel: 'PETITION' }, 'H_NONE no clock'],
    [
      'a major hazard',
      { matterKind: 'HAZARD', grade: 'MAJOR', rectificationMode: 'DEADLINE' },
      'H_HAZARD_MAJOR CONTINUOUS 24 HOUR',
    ],
    [
      'a hazard at once',
      { matterKind: 'HAZARD', grade: 'GENERAL', rectificationMode: 'IMMEDIATE' },
      'H_HAZARD_IMMEDIATE UNTIL_DATE 2025-08-07',
    ],
    [
      'a hazard in time',
      { matterKind: 'HAZARD', rectificationMode: 'DEADLINE' },
      'H_HAZARD_DEADLINE UNTIL_DATE 2025-08-14',
    ],
    [
      'a hazard of a campaign that is not known',
      { rectificationMode: 'CONCENTRATED', nature: 'HELP' },
      'H_HELP WHOLE_WORKING_DAYS 5',
    ],
    ['a simple dispute', { matterKind: 'DISPUTE', grade: 'GENERAL' }, 'H_DISPUTE_SIMPLE CALENDAR_DAYS 1'],
    [
      'a dispute of a grid',
      { matterKind: 'DISPUTE', grade: 'MAJOR', channel: 'VISIT' },
      'H_DISPUTE_COMPLEX CALENDAR_DAYS 20',
    ],
    ['a visit', { channel: 'VISIT', grade: 'MAJOR' }, 'H_GRID_MAJOR CALENDAR_DAYS 15'],
    ['a complex matter', { urgency: 'COMPLEX', nature: 'HELP' }, 'H_COMPLEX WHOLE_WORKING_DAYS 15'],
    ['a question', { nature: 'CONSULT' }, 'H_CONSULT WHOLE_WORKING_DAYS 2'],
    ['thanks', { nature: 'THANKS' }, 'H_SUGGESTION WHOLE_WORKING_DAYS 10'],
    ['a report', { nature: 'REPORT' }, 'H_COMPLAINT WHOLE_WORKING_DAYS 5'],
    ['anything else', {}, 'H_DEFAULT WHOLE_WORKING_DAYS 5'],
    [
      'the rework of a cover on a road',
      { ...cover, limitPolicyId: 'ZY_ROAD_2WD', round: 2 },
      'H_REWORK WHOLE_WORKING_DAYS 1 DAY',
    ],
    ['the rework of a wish', { nature: 'WISH', round: 2 }, 'H_REWORK no clock'],
  ] as const)('%s', (_, facts, terms) => {
    expect(termsOf('HANDLING', facts)).toBe(terms);
  });
});

describe('another stage of Zhanyi ends within', () => {
  it.each([
    ['ACCEPT', { channel: 'PETITION', urgency: 'EMERGENCY' }, 'ACCEPT_PETITION CALENDAR_DAYS 15'],
    ['ACCEPT', { channel: 'GRID_APP', urgency: 'EMERGENCY' }, 'ACCEPT_EMERGENCY CONTINUOUS 5'],
    ['ACCEPT', { channel: 'VIDEO_ALARM' }, 'ACCEPT_GRID CONTINUOUS 15'],
    ['ACCEPT', { channel: 'WEB' }, 'ACCEPT_ONLINE CONTINUOUS 2 HOUR'],
    ['PRE_VERIFY', {}, 'PRE_VERIFY CONTINUOUS 30'],
    ['PRE_CLOSURE_VERIFY', {}, 'PRE_CLOSURE CONTINUOUS 30'],
    ['DISPATCH', {}, 'DISPATCH CONTINUOUS 15'],
    ['JOINT_REVIEW', {}, 'JOINT_REVIEW WHOLE_WORKING_DAYS 1'],
    ['JOINT_REVIEW', { urgency: 'UTILITY' }, 'JOINT_REVIEW_URGENT CONTINUOUS 2 HOUR'],
    ['SIGN_OFF', { urgency: 'ORDINARY' }, 'SIGN_OFF WHOLE_WORKING_DAYS 1'],
    ['SIGN_OFF', { urgency: 'UTILITY' }, 'SIGN_OFF_UTILITY CONTINUOUS 30'],
    ['SIGN_OFF', { urgency: 'EMERGENCY' }, 'SIGN_OFF_EMERGENCY CONTINUOUS 15'],
    ['FIRST_CONTACT', {}, 'CONTACT CONTINUOUS 24 HOUR'],
    ['FIRST_CONTACT', { urgency: 'UTILITY' }, 'CONTACT_UTILITY CONTINUOUS 2 HOUR'],
    ['FIRST_CONTACT', { urgency: 'EMERGENCY' }, 'CONTACT_EMERGENCY CONTINUOUS 30'],
    ['RETURN_REVIEW', {}, 'RETURN_REVIEW ROLLING_WORKING_TIME 240'],
    ['FEEDBACK_REVIEW', {}, 'FEEDBACK_REVIEW WHOLE_WORKING_DAYS 1'],
    ['CALLBACK', {}, 'CALLBACK WHOLE_WORKING_DAYS 1'],
    ['BREACH_EXPLANATION', {}, 'BREACH_EXPLANATION WHOLE_WORKING_DAYS 1'],
    ['INTERIM_REPLY', {}, 'INTERIM_REPLY WHOLE_WORKING_DAYS 5'],
    ['DELEGATION_REPLY', {}, 'DELEGATION CALENDAR_DAYS 7'],
  ] as const)('%s of %j', (stage, facts, terms) => {
    expect(termsOf(stage, facts)).toBe(terms);
  });
});

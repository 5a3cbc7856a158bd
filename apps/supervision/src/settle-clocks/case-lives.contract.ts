import { told, type Told, uuidOf } from '@bihuan/testing';
import fc from 'fast-check';
import { type Append, CaseLife } from './case-life.contract.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const BEGIN = Date.UTC(2025, 7, 7, 7, 0);
const at = (ms: number): string => new Date(ms).toISOString();

/** What may happen next, as the case stands; `pick` chooses among the details. */
interface Standing {
  readonly round: number;
  readonly lead: string;
  readonly helper: string | undefined;
  readonly next: number;
}
type Chapter = (standing: Standing, pick: number) => readonly [events: readonly Told[], then: string, Standing];

const limits: readonly [string, ...string[]] = [
  'ZY_ROAD_2WD',
  'H_COMPLAINT',
  'H_PETITION',
  'H_EMERGENCY',
  'H_COMPONENT_ANY',
  'H_HAZARD_IMMEDIATE',
];
const units: readonly [string, ...string[]] = ['ZJJ', 'SWJ'];
const of = <const Value>(values: readonly [Value, ...Value[]], pick: number): Value =>
  values[pick % values.length] ?? values[0];
const takenFrom = (assignmentId: string | undefined): readonly Told[] =>
  assignmentId === undefined ? [] : [told('AssignmentCancelled', { assignmentId })];

/** A helper has to report or leave before the lead may submit. */
const submitted = ({ lead, helper, round }: Standing): readonly Told[] => [
  ...takenFrom(helper),
  told('HandlingFeedbackSubmitted', { assignmentId: lead, round }),
];

const dispatched = ({ round, next }: Standing, pick: number): readonly [readonly Told[], Standing] => {
  const [lead, helper] = [uuidOf(100 + next), pick % 3 === 0 ? uuidOf(101 + next) : undefined];
  const limitPolicyId = of(limits, pick);
  const part = { round, limitPolicyId, unitId: of(units, pick >> 3) };
  const order = told('AssignmentDispatched', { ...part, assignmentId: lead });
  const help = { ...part, assignmentId: helper ?? '', role: 'CO', unitId: 'YJJ' } as const;
  const events = helper === undefined ? [order] : [order, told('AssignmentDispatched', help)];
  return [events, { round, lead, helper, next: next + 2 }];
};

const chapters: Readonly<Record<string, readonly [Chapter, ...Chapter[]] | undefined>> = {
  ACCEPTED: [
    (standing, pick) => {
      const [events, now] = dispatched(standing, pick);
      return [events, 'DISPATCHED', now];
    },
    (standing) => [[told('JointReviewConvened')], 'UNDER_REVIEW', standing],
    (standing, pick) => [
      [told('CaseClassified', { urgency: of(['UTILITY', 'ORDINARY'], pick) })],
      'ACCEPTED',
      standing,
    ],
  ],
  UNDER_REVIEW: [
    (standing, pick) => {
      const [events, now] = dispatched(standing, pick);
      return [[told('JointReviewDecided'), ...events], 'DISPATCHED', now];
    },
  ],
  DISPATCHED: [
    (standing) => [[told('AssignmentSigned', { assignmentId: standing.lead })], 'IN_HANDLING', standing],
    (standing, pick) => {
      const returned = told('AssignmentReturnApproved', { assignmentId: standing.lead });
      const [events, now] = dispatched(standing, pick);
      return pick % 2 === 0 ? [[returned], 'ACCEPTED', standing] : [[returned, ...events], 'DISPATCHED', now];
    },
    // An escalation takes the case from all and gives it to others.
    (standing, pick) => {
      const [events, now] = dispatched(standing, pick);
      return [[...takenFrom(standing.lead), ...takenFrom(standing.helper), ...events], 'DISPATCHED', now];
    },
  ],
  IN_HANDLING: [
    ({ lead, ...standing }) => [
      [told('ContactAttempted', { assignmentId: lead })],
      'IN_HANDLING',
      { lead, ...standing },
    ],
    (standing, pick) => [
      [told('CaseClassified', { urgency: of(['ORDINARY', 'UTILITY', 'EMERGENCY', 'COMPLEX'], pick) })],
      'IN_HANDLING',
      standing,
    ],
    (standing) => [submitted(standing), 'SUBMITTED', { ...standing, helper: undefined }],
    (standing) => [submitted(standing), 'SUBMITTED', { ...standing, helper: undefined }],
  ],
  SUBMITTED: [
    (standing) => [[told('HandlingFeedbackRejected')], 'IN_HANDLING', standing],
    (standing) => [[told('HandlingFeedbackApproved', { final: false })], 'SUBMITTED', standing],
    (standing) => [[told('HandlingFeedbackApproved')], 'CALLBACK', standing],
    (standing) => [
      [told('HandlingFeedbackApproved'), told('CaseClosed', { round: standing.round })],
      'CLOSED',
      standing,
    ],
  ],
  CALLBACK: [
    (standing) => [[told('CallbackCompleted'), told('CaseClosed', { round: standing.round })], 'CLOSED', standing],
    ({ round, ...standing }) => [
      [told('CallbackCompleted', { solved: 'NOT_SOLVED' }), told('ReworkOrdered', { round: round + 1 })],
      'ACCEPTED',
      { ...standing, round: round + 1 },
    ],
  ],
};

const gaps = fc.oneof(
  fc.constantFrom(0, 1, MINUTE, HOUR, DAY),
  fc.integer({ min: 0, max: 20 * MINUTE }),
  fc.integer({ min: 0, max: 6 * DAY }),
);
const steps = fc.array(fc.tuple(fc.nat(99), fc.nat(99), gaps), { minLength: 1, maxLength: 11 });

/** A life from choices and gaps: every one of them could have happened. */
function lifeOf(choices: readonly (readonly [number, number, number])[], externalDueAt?: string): readonly Append[] {
  const life: Append[] = [[at(BEGIN), told('CaseRegistered', { externalDueAt })]];
  let [now, where, standing] = [
    BEGIN + 3 * MINUTE,
    'ACCEPTED',
    { round: 1, lead: '', helper: undefined, next: 1 } as Standing,
  ];
  life.push([at(now), told('CaseClassified'), told('CaseAccepted')]);
  for (const [choice, pick, gap] of choices) {
    const open = chapters[where];
    if (!open) break;
    const [events, then, next] = of(open, choice)(standing, pick);
    now += gap;
    life.push([at(now), ...events]);
    [where, standing] = [then, next];
  }
  return life;
}

/** Lives of a case: registered, dispatched, handled, reviewed, called back, done again, with any gaps between. */
export const lives = steps.map((choices) => lifeOf(choices));
/** The same where a higher platform demands an end. */
export const demandedLives = fc
  .tuple(steps, fc.integer({ min: 0, max: 12 * DAY }))
  .map(([choices, inMs]) => lifeOf(choices, at(BEGIN + inMs)));
/** Long after any of them. */
export const END = at(BEGIN + 200 * DAY);
/** How long after an append a wake-up comes, several times; later than the next append is as late as that. */
export const wakes = fc.array(fc.oneof(fc.constant([]), fc.array(gaps, { maxLength: 3 })), {
  minLength: 16,
  maxLength: 16,
});

/** The life with a wake-up after each append, and a last one long after. */
export function wokenAlways(life: readonly Append[]): CaseLife {
  const woken = new CaseLife();
  for (const append of life) woken.tell(...append).wake(append[0]);
  return woken.wake(END);
}

/** The same life, woken at other times, often too late, or not at all before the end. */
export function wokenAt(life: readonly Append[], delays: readonly (readonly number[])[]): CaseLife {
  const woken = new CaseLife();
  for (const [index, append] of life.entries()) {
    woken.tell(...append);
    const until = life[index + 1]?.[0] ?? END;
    const instants = (delays[index] ?? [])
      .map((delay) => at(Date.parse(append[0]) + delay))
      .filter((now) => now <= until);
    for (const now of instants.toSorted()) woken.wake(now);
  }
  return woken.wake(END);
}

import { Command, foldStream, type Binding, Refusal } from '@bihuan/kernel';
import { inForce } from '@bihuan/reference';
import { caseId, commandMeta, histories, leadAssignmentId, occasion, recorded, told, type Told } from '@bihuan/testing';
import { caseDecider } from './case-decider.js';
import { caseFold } from './case.fold.js';
import type { Assignment, CaseState } from './case-state.js';
import { noCase } from './no-case.js';
import { type CaseStatus, caseStatuses, finalStatuses, isOver, openStatuses } from './case-status.js';
import { allowedIn, type CaseCommandName, lifeCycle } from './life-cycle.js';
import type { LifeCycleRow } from './life-cycle-row.js';

class Wish extends Command<{ caseId: string; assignmentId?: string }> {}

const reference = inForce('zhanyi', [], '2025-08-07T07:20:00.000Z');
const binding: Binding = { gridCodes: ['5303030020014B001'], sourceSystems: ['GRID_APP'] };
const signed = foldStream(caseFold, recorded(histories.inHandling));
const lead = signed.assignments[0] as Assignment;

/** The unit has its part in every status, so that the status alone answers. */
const at = (status: CaseStatus, part: Partial<Assignment> = {}): CaseState =>
  status === 'NONE' ? noCase : { ...signed, status, assignments: [{ ...lead, ...part }] };

function ask(name: CaseCommandName, state: CaseState): string {
  const { by, onlyBy }: LifeCycleRow = lifeCycle[name];
  const [role = 'SYSTEM'] = onlyBy?.[state.status] ?? by;
  const unitId = role.startsWith('UNIT_') ? 'ZJJ' : 'CENTRE';
  const actor = { kind: 'STAFF', ref: 'somebody-1', unitId, role } as const;
  const wish = new Wish({ caseId, assignmentId: leadAssignmentId }, commandMeta({ actor, binding }));
  const decider = caseDecider(name, { decide: () => [] });
  try {
    decider(wish, { ...state, registeredByRef: 'somebody-1' }, occasion(reference));
    return 'allowed';
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error);
  }
}

const ANSWERS: Readonly<Record<string, string>> = {
  '+': 'allowed',
  n: 'CASE_NOT_FOUND',
  N: 'ASSIGNMENT_NOT_FOUND',
  '.': 'ILLEGAL_TRANSITION',
  c: 'CASE_CLOSED',
  a: 'CASE_NOT_ACCEPTED',
  r: 'CASE_UNDER_JOINT_REVIEW',
  l: 'LEAD_ALREADY_DISPATCHED',
};

/**
 * The rulebook: a letter for each status, in the order NONE · REGISTERED PRE_VERIFYING ACCEPTED UNDER_JOINT_REVIEW ·
 * DISPATCHED IN_HANDLING RETURN_REQUESTED SUSPENDED · FEEDBACK_SUBMITTED PENDING_CALLBACK REWORK_ORDERED ·
 * CLOSED NOT_ACCEPTED DIVERTED MERGED · ARCHIVED TERMINATED WITHDRAWN.
 */
const rulebook: readonly (readonly [CaseCommandName, string])[] = [
  ['RegisterCase', '+ .... .... ... cccc ccc'],
  ['FindDuplicates', 'n ++++ ++++ +++ cccc ccc'],
  ['SupplementCase', 'n ++++ ++++ +++ +... ...'],
  ['RequestPreVerification', 'n +... .... ... cccc ccc'],
  ['RecordPreVerification', 'n .+.. .... ... cccc ccc'],
  ['ClassifyCase', 'n ++++ ++.. ... cccc ccc'],
  ['AcceptCase', 'n +... .... ... cccc ccc'],
  ['RefuseCase', 'n +..+ .... ... cccc ccc'],
  ['OverruleRefusal', 'n .... .... ... .+.. ...'],
  ['DivertCase', 'n +.++ .... ... cccc ccc'],
  ['RecordDiversionReceipt', 'n .... .... ... ..+. ...'],
  ['ReverseDiversion', 'n .... .... ... ..+. ...'],
  ['MergeCase', 'n +.++ ++.. ... cccc ccc'],
  ['ReverseMerge', 'n .... .... ... ...+ ...'],
  ['AnswerDirectly', 'n ..+. .... ... cccc ccc'],
  ['RecordSelfHandling', 'n ..+. .... ... cccc ccc'],
  ['WithdrawCase', 'n ++++ ++++ +++ cccc ccc'],
  ['RaiseConfidentiality', 'n ++++ ++++ +++ ++++ +++'],
  ['RecordRecusal', 'n ++++ ++++ +++ cccc ccc'],
  ['ResolveRoute', 'n ..+. .... ... cccc ccc'],
  ['DispatchCase', 'n aa+r llll l.. cccc ccc'],
  ['ConveneJointReview', 'n aa+. .... ... cccc ccc'],
  ['RecordJointReviewOpinion', 'n ...+ .... ... cccc ccc'],
  ['DecideJointReview', 'n ...+ .... ... cccc ccc'],
  ['SignOffAssignment', 'N .... +... ... cccc ccc'],
  ['HandOverAssignment', 'N .... .+.. ... cccc ccc'],
  ['RequestReturn', 'N .... ++.. ... cccc ccc'],
  ['ApproveReturn', 'N .... ..+. ... cccc ccc'],
  ['RejectReturn', 'N .... ..+. ... cccc ccc'],
  ['AddCoHandler', 'n .... ++.. ... cccc ccc'],
  ['ExcuseCoHandler', 'N .... ++.. ... cccc ccc'],
  ['DispatchRework', 'n .... .... ..+ cccc ccc'],
  ['EscalateCase', 'n ++++ ++++ +++ cccc ccc'],
  ['ClaimCase', 'n ..+. .... ... cccc ccc'],
  ['CancelAssignments', 'n .... .... ... ..++ .++'],
  ['SettleClocks', 'n ++++ ++++ +++ ++++ +++'],
  ['RequestSuspension', 'n .... .+.. ... cccc ccc'],
  ['ReviewSuspension', 'n .... .+.. ... cccc ccc'],
  ['ApproveSuspension', 'n .... .+.. ... cccc ccc'],
  ['RejectSuspension', 'n .... .+.. ... cccc ccc'],
  ['EndSuspension', 'n .... ...+ ... cccc ccc'],
  ['RequestExtension', 'n .... .+.. ... cccc ccc'],
  ['ReviewExtension', 'n .... .+.. ... cccc ccc'],
  ['ApproveExtension', 'n .... .+.. ... cccc ccc'],
  ['RejectExtension', 'n .... .+.. ... cccc ccc'],
  ['ExplainBreach', 'n .... ++++ +.. cccc ccc'],
  ['UrgeCase', 'n ++++ ++++ +++ cccc ccc'],
  ['AnswerUrge', 'n ++++ ++++ +++ ++++ +++'],
  ['FileAppeal', 'n .... .... ... +... ++.'],
  ['DecideAppeal', 'n .... .... ... +... ++.'],
  ['ListCase', 'n ++++ ++++ +++ cccc ccc'],
  ['UnlistCase', 'n ++++ ++++ +++ ++++ +++'],
  ['RecordContact', 'N .... ++++ +.. cccc ccc'],
  ['ReportProgress', 'N .... ++++ +.. cccc ccc'],
  ['ReportCoHandling', 'N .... ++++ ... cccc ccc'],
  ['SubmitFeedback', 'n .... .+.. ... cccc ccc'],
  ['RejectFeedback', 'n .... .... +.. cccc ccc'],
  ['ApproveFeedback', 'n .... .... +.. cccc ccc'],
  ['RecordCallbackAttempt', 'n .... .... .+. cccc ccc'],
  ['RequestPreClosureVerification', 'n .... .... .+. cccc ccc'],
  ['RecordPreClosureVerification', 'n .... .... .+. cccc ccc'],
  ['CompleteCallback', 'n .... .... .+. cccc ccc'],
  ['CloseByPolicy', 'n .... .... .+. cccc ccc'],
  ['ReopenCase', 'n .... .... ... +... ...'],
  ['ArchiveCase', 'n .... .... ... +... ...'],
  ['RequestTermination', 'n .... ++.+ ++. cccc ccc'],
  ['ApproveTermination', 'n .... ++.+ ++. cccc ccc'],
  ['RejectTermination', 'n .... ++.+ ++. cccc ccc'],
  ['DeliverReply', 'n .... .... .+. ++.. ++.'],
];

const statuses: readonly CaseStatus[] = ['NONE', ...caseStatuses];
const answersOf = (letters: string): string[] =>
  letters
    .replaceAll(' ', '')
    .split('')
    .map((letter) => ANSWERS[letter] ?? 'no such letter');
const rows = rulebook.flatMap(([name, letters]) =>
  answersOf(letters).map((answer, index) => [name, statuses[index] ?? 'NONE', answer] as const),
);

describe(`the rulebook of ${rulebook.length} commands and ${statuses.length} statuses, ${rows.length} rows`, () => {
  it('leaves no command and no status out', () => {
    expect({ commands: rulebook.map(([name]) => name).toSorted(), rows: rows.length }).toEqual({
      commands: Object.keys(lifeCycle).toSorted(),
      rows: Object.keys(lifeCycle).length * 19,
    });
  });

  it.each(rows)('%s on a case that is %s: %s', (name, status, answer) => {
    expect(ask(name, at(status))).toBe(answer);
  });

  it.each([
    ['SignOffAssignment', '.... ++++ ... cccc ccc'],
    ['HandOverAssignment', '.... ++++ ... cccc ccc'],
    ['RequestReturn', '.... ++++ ... cccc ccc'],
    ['ApproveReturn', '.... ++++ ... cccc ccc'],
    ['RejectReturn', '.... ++++ ... cccc ccc'],
    ['ReportCoHandling', '.... ++++ ... cccc ccc'],
  ] as const)('%s of a helper goes beside the status: %s', (name, letters) => {
    expect(caseStatuses.map((status) => ask(name, at(status, { role: 'CO' })))).toEqual(answersOf(letters));
  });

  it('takes no command on a part that is completed', () => {
    expect(ask('RecordContact', at('IN_HANDLING', { status: 'COMPLETED' }))).toBe('ILLEGAL_TRANSITION');
  });
});

describe('the life cycle as a whole', () => {
  it('has every row from T01 to T45', () => {
    const known = new Set(Object.values<LifeCycleRow>(lifeCycle).flatMap((row) => row.rows));
    expect([...known].toSorted()).toEqual(
      Array.from({ length: 45 }, (_, index) => `T${String(index + 1).padStart(2, '0')}`),
    );
  });

  it('lets nothing change a final status', () => {
    const moving = Object.values<LifeCycleRow>(lifeCycle).filter(({ to = [] }) => to.length > 0);
    expect(moving.filter(({ from }) => finalStatuses.some((status) => from.includes(status)))).toEqual([]);
  });

  it.each(openStatuses)('leads from %s to a closed status', (status) => {
    expect(reach(status)).toBe(true);
  });

  it.each([
    ['REGISTERED', ['classify', 'accept']],
    ['ACCEPTED', ['classify', 'dispatch']],
    ['UNDER_JOINT_REVIEW', ['classify', 'decide-joint-review']],
    ['DISPATCHED', ['classify', 'sign', 'explain-breach', 'contacts']],
    ['IN_HANDLING', ['classify', 'explain-breach', 'contacts', 'submit']],
    ['FEEDBACK_SUBMITTED', ['explain-breach', 'contacts', 'reject', 'approve']],
    ['PENDING_CALLBACK', ['callback-attempts', 'complete-callback']],
    ['REWORK_ORDERED', ['dispatch-rework']],
    ['CLOSED', []],
  ] as const)('offers on a case that is %s only what is built: %j', (status, verbs) => {
    expect(allowedIn(status)).toEqual(verbs);
  });
});

const reach = (from: CaseStatus, seen: ReadonlySet<CaseStatus> = new Set([from])): boolean => {
  const next = Object.values<LifeCycleRow>(lifeCycle)
    .filter((row) => (row.movesFrom ?? row.from).includes(from))
    .flatMap(({ to = [] }) => to)
    .filter((status) => !seen.has(status));
  return next.some((status) => isOver(status) || reach(status, new Set([...seen, status])));
};

const rejected = told('HandlingFeedbackRejected');
const approved = told('HandlingFeedbackApproved');
const asked = told('CallbackCompleted');
const { registered, accepted, underJointReview, dispatched, inHandling, feedbackSubmitted, awaitingCallback } =
  histories;
const { reworkOrdered } = histories;

describe('the facts of each built row', () => {
  it.each<[[row: string, name: CaseCommandName], readonly Told[], readonly Told[], CaseStatus]>([
    [['T01', 'RegisterCase'], [], registered, 'REGISTERED'],
    [['T01', 'FindDuplicates'], registered, [told('DuplicateSuspected')], 'REGISTERED'],
    [['T05', 'ClassifyCase'], registered, [told('CaseClassified')], 'REGISTERED'],
    [['T06', 'AcceptCase'], registered, [told('CaseClassified'), told('CaseAccepted')], 'ACCEPTED'],
    [['T14', 'ResolveRoute'], accepted, dispatched.slice(-2), 'DISPATCHED'],
    [
      ['T14', 'DispatchCase'],
      accepted,
      [told('RouteResolved', { outcome: 'MANUAL' }), told('AssignmentDispatched')],
      'DISPATCHED',
    ],
    [['T15', 'ResolveRoute'], accepted, underJointReview.slice(-2), 'UNDER_JOINT_REVIEW'],
    [
      ['T17', 'DecideJointReview'],
      underJointReview,
      [told('JointReviewDecided'), told('AssignmentDispatched')],
      'DISPATCHED',
    ],
    [
      ['T18', 'DecideJointReview'],
      underJointReview,
      [told('JointReviewDecided', { decision: 'REFUSE' })],
      'UNDER_JOINT_REVIEW',
    ],
    [['T19', 'SignOffAssignment'], dispatched, [told('AssignmentSigned')], 'IN_HANDLING'],
    [['T29', 'RecordContact'], inHandling, [told('ContactAttempted')], 'IN_HANDLING'],
    [['T29', 'ExplainBreach'], inHandling, [told('SlaBreached'), told('SlaBreachExplained')], 'IN_HANDLING'],
    [['T30', 'SubmitFeedback'], inHandling, [told('HandlingFeedbackSubmitted')], 'FEEDBACK_SUBMITTED'],
    [['T31', 'RejectFeedback'], feedbackSubmitted, [rejected], 'IN_HANDLING'],
    [
      ['T32', 'ApproveFeedback'],
      feedbackSubmitted,
      [told('HandlingFeedbackApproved', { final: false })],
      'FEEDBACK_SUBMITTED',
    ],
    [['T32', 'ApproveFeedback'], feedbackSubmitted, [approved, told('CallbackScheduled')], 'PENDING_CALLBACK'],
    [
      ['T32', 'ApproveFeedback'],
      feedbackSubmitted,
      [approved, told('CaseClosed', { closureType: 'ANONYMOUS' })],
      'CLOSED',
    ],
    [['T33', 'RecordCallbackAttempt'], awaitingCallback, [told('CallbackAttempted')], 'PENDING_CALLBACK'],
    [['T34', 'CompleteCallback'], awaitingCallback, [asked, told('CaseClosed')], 'CLOSED'],
    [['T35', 'CompleteCallback'], awaitingCallback, [asked, told('ReworkOrdered')], 'REWORK_ORDERED'],
    [
      ['T37', 'DispatchRework'],
      reworkOrdered,
      [told('AssignmentDispatched', { round: 2, cause: 'REWORK' })],
      'DISPATCHED',
    ],
  ])('%j lead to its status', ([row, name], before, facts, target) => {
    const { rows: ofCommand, from, to = [] }: LifeCycleRow = lifeCycle[name];
    const earlier = foldStream(caseFold, recorded(before));
    const { status } = foldStream(caseFold, recorded([...before, ...facts]));
    expect({ status, isRow: ofCommand.some((one) => one === row) }).toEqual({ status: target, isRow: true });
    expect(from).toContain(earlier.status);
    expect([...to, earlier.status]).toContain(status);
  });
});

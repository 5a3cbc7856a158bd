import { clockId, coAssignmentId, fileOf, histories, recorded, textOf, told, type Told, uuidOf } from '@bihuan/testing';
import type { CaseState } from './case-state.js';
import { noCase } from './no-case.js';
import { tellUnits } from './unit-messages.js';

const passed = (history: readonly Told[]) =>
  recorded(history).map((event) => Object.assign(event, { tenantId: 'zhanyi' }));
const messagesOf = (unitId: string, history: readonly Told[]) =>
  tellUnits(noCase, passed(history)).told.filter(({ message }) => message.unitId === unitId);
const typesFor = (unitId: string, ...history: readonly Told[]) =>
  messagesOf(unitId, history).map(({ message }) => message.type);
const lastFor = (unitId: string, ...history: readonly Told[]) => messagesOf(unitId, history).at(-1)?.message;

const { accepted, dispatched, inHandling, feedbackSubmitted, awaitingCallback, reworkOrdered, closed } = histories;
const ofHelper = { assignmentId: coAssignmentId };
const helper = told('AssignmentDispatched', { ...ofHelper, unitId: 'ZFJ', role: 'CO', cause: 'ADDED' });
const helpersClock = { ...ofHelper, clockId: uuidOf(31), stage: 'CO_REPORT' } as const;
const joint = [...dispatched, helper];
const nextLead = { assignmentId: uuidOf(12), round: 2, cause: 'REWORK' } as const;
const leadGone = told('AssignmentReturnApproved');

describe('the topic of a unit', () => {
  it('tells the main journey from its dispatch to the closing', () => {
    const journey = [
      ...inHandling,
      told('SlaStarted'),
      ...feedbackSubmitted.slice(inHandling.length),
      told('SlaPaused'),
      ...closed.slice(feedbackSubmitted.length),
      told('SlaStopped'),
    ];
    expect(typesFor('ZJJ', ...journey)).toEqual([
      'CaseHandedToUnit',
      'AssignmentSigned',
      'SlaStarted',
      'ContactAttempted',
      'HandlingFeedbackSubmitted',
      'SlaPaused',
      'HandlingFeedbackApproved',
      'CallbackCompleted',
      'CaseClosed',
      'SlaStopped',
    ]);
  });

  it('tells other units nothing of it', () => {
    expect(typesFor('ZFJ', ...closed)).toEqual([]);
  });

  it('tells an event with its fields, and names the unit’s own accounts', () => {
    expect(lastFor('ZJJ', ...inHandling)).toEqual({
      unitId: 'ZJJ',
      type: 'AssignmentSigned',
      actor: { kind: 'STAFF', ref: 'zjj-handler-1', unitId: 'ZJJ', role: 'UNIT_HANDLER' },
      data: inHandling.at(-1)?.data,
    });
  });

  it.each([
    ['of another unit', { kind: 'STAFF', ref: 'reviewer-1', unitId: 'CENTRE', role: 'REVIEWER' }],
    ['of the system', { kind: 'SYSTEM', ref: 'feedback', role: 'SYSTEM' }],
  ] as const)('does not name an account %s', (_, { ref, ...shown }) => {
    const judged = told('HandlingFeedbackApproved', {}, { actor: { ref, ...shown } });
    expect(lastFor('ZJJ', ...feedbackSubmitted, judged)?.actor).toEqual(shown);
  });

  it('tells of a callback what was answered, without note and recording', () => {
    const answers = { cause: 'OBJECTIVE', noteRef: textOf(70), recordingRef: fileOf(71, 'audio/wav') } as const;
    const { caseId, ...rest } = told('CallbackCompleted', { cause: 'OBJECTIVE' }).data;
    expect(lastFor('ZJJ', ...awaitingCallback, told('CallbackCompleted', answers))?.data).toEqual({ caseId, ...rest });
  });

  it('tells nothing of clocks that are no unit’s, or of which nobody heard', () => {
    const ofTheCase = { ...told('SlaStarted'), data: { ...told('SlaStarted').data, assignmentId: undefined } };
    expect(typesFor('ZJJ', ...dispatched, ofTheCase, told('SlaWarned'))).toEqual(['CaseHandedToUnit']);
    expect(typesFor('ZJJ', ...dispatched, told('SlaBreached'))).toEqual(['CaseHandedToUnit']);
  });

  it.each(['SomethingNew', 'toString'])('tells nothing of an event of the unknown type %s', (type) => {
    expect(typesFor('ZJJ', ...dispatched, { type, data: told('AssignmentSigned').data })).toEqual(['CaseHandedToUnit']);
  });
});

describe('a case with a lead and a helper', () => {
  const helped = [
    ...joint,
    told('AssignmentSigned'),
    told('AssignmentSigned', ofHelper),
    told('SlaStarted'),
    told('SlaStarted', helpersClock),
    told('SlaWarned', { clockId: helpersClock.clockId }),
    told('ContactAttempted', ofHelper),
    told('ContactAttempted'),
  ];

  it('is told to the lead with its helper’s part', () => {
    expect(messagesOf('ZJJ', helped).map(({ event, message }) => [event.meta.version, message.type])).toEqual([
      [5, 'CaseHandedToUnit'],
      [6, 'AssignmentDispatched'],
      [7, 'AssignmentSigned'],
      [8, 'AssignmentSigned'],
      [9, 'SlaStarted'],
      [10, 'SlaStarted'],
      [11, 'SlaWarned'],
      [12, 'ContactAttempted'],
      [13, 'ContactAttempted'],
    ]);
  });

  it('is told to the helper with its own part and what happens to the case', () => {
    const judged = [told('HandlingFeedbackSubmitted'), told('HandlingFeedbackRejected'), told('CaseClassified')];
    expect(typesFor('ZFJ', ...helped, ...judged)).toEqual([
      'CaseHandedToUnit',
      'AssignmentSigned',
      'SlaStarted',
      'SlaWarned',
      'ContactAttempted',
      'HandlingFeedbackRejected',
      'CaseClassified',
    ]);
  });

  it('ends for the helper that is no longer needed, and the lead hears of it', () => {
    const left = [...joint, told('AssignmentCancelled', ofHelper), told('CaseClassified')];
    expect(typesFor('ZFJ', ...left)).toEqual(['CaseHandedToUnit', 'AssignmentCancelled']);
    expect(typesFor('ZJJ', ...left).slice(1)).toEqual([
      'AssignmentDispatched',
      'AssignmentCancelled',
      'CaseClassified',
    ]);
  });

  it('after a joint review is told to each unit it names, and to no other that was asked', () => {
    const decided = [...histories.underJointReview, told('JointReviewDecided'), told('AssignmentDispatched')];
    expect(typesFor('ZJJ', ...decided, helper)).toEqual(['CaseHandedToUnit', 'AssignmentDispatched']);
    expect(typesFor('ZFJ', ...decided)).toEqual([]);
  });
});

describe('a case that a unit gives back', () => {
  const cancelled = told('AssignmentCancelled', { ...ofHelper, reasonCode: 'RETURNED_BY_LEAD' });
  const returned = [...joint, told('SlaStarted'), leadGone, cancelled, told('SlaStopped'), told('CaseClassified')];

  it('ends for the lead with its return, and for the helper with its part', () => {
    expect(typesFor('ZJJ', ...returned)).toEqual([
      'CaseHandedToUnit',
      'AssignmentDispatched',
      'SlaStarted',
      'AssignmentReturnApproved',
    ]);
    expect(typesFor('ZFJ', ...returned)).toEqual(['CaseHandedToUnit', 'AssignmentCancelled']);
  });

  it('begins for the next lead with the case as it is then', () => {
    const again = told('AssignmentDispatched', { assignmentId: uuidOf(12), unitId: 'SWJ', cause: 'REDISPATCH' });
    expect(messagesOf('SWJ', [...returned, again]).map(({ message }) => message.data)).toMatchObject([
      { version: returned.length + 1, assignmentId: uuidOf(12), counters: { transfers: 1 } },
    ]);
  });

  it('begins anew for a unit that gets it again', () => {
    const again = told('AssignmentDispatched', { assignmentId: uuidOf(12), cause: 'REDISPATCH' });
    const types = typesFor('ZJJ', ...dispatched, leadGone, told('CaseClassified'), again, told('CaseClassified'));
    expect(types).toEqual(['CaseHandedToUnit', 'AssignmentReturnApproved', 'CaseHandedToUnit', 'CaseClassified']);
  });
});

describe('a round of rework', () => {
  const again = told('AssignmentDispatched', nextLead);
  const helped = [...joint, ...reworkOrdered.slice(dispatched.length)];

  it('is ordered to all who had the case, and begins anew for its lead', () => {
    expect(typesFor('ZJJ', ...reworkOrdered, again).slice(-3)).toEqual([
      'CallbackCompleted',
      'ReworkOrdered',
      'CaseHandedToUnit',
    ]);
  });

  it('leaves a former helper what happens to the case', () => {
    const signed = [...joint, told('AssignmentSigned', ofHelper), ...reworkOrdered.slice(dispatched.length)];
    const second = [again, told('AssignmentSigned', { assignmentId: uuidOf(12) }), told('CaseClosed', { round: 2 })];
    expect(typesFor('ZFJ', ...signed, ...second).slice(-2)).toEqual(['ReworkOrdered', 'CaseClosed']);
  });

  it('ends for a former lead with the return of its new part alone', () => {
    const given = told('AssignmentReturnApproved', { assignmentId: uuidOf(12) });
    expect(lastFor('ZJJ', ...helped, again, given, told('CaseClassified'))?.type).toBe('AssignmentReturnApproved');
  });

  it('makes no lead hear of the helpers of an earlier round', () => {
    const other = told('AssignmentDispatched', { ...nextLead, unitId: 'SWJ' });
    expect(typesFor('SWJ', ...helped, other, told('ContactAttempted', ofHelper))).toEqual(['CaseHandedToUnit']);
  });
});

describe('the end of a case', () => {
  it.each(['MERGED', 'WITHDRAWN', 'DIVERTED', 'TERMINATED'] as const)('%s is the end of each part', (reasonCode) => {
    const over = [...dispatched, told('AssignmentCancelled', { reasonCode }), told('CaseClassified')];
    expect(typesFor('ZJJ', ...over)).toEqual(['CaseHandedToUnit', 'AssignmentCancelled']);
  });

  it('leaves a closed case to its units: their clocks are settled, and it may come back', () => {
    const late = [told('SlaStarted'), told('SlaStopped', { clockId })];
    expect(typesFor('ZJJ', ...closed, ...late).slice(-3)).toEqual(['CaseClosed', 'SlaStarted', 'SlaStopped']);
  });

  it.each(['ARCHIVED', 'TERMINATED', 'WITHDRAWN'] as const)('%s is for ever: no unit hears more', (status) => {
    const state: CaseState = { ...tellUnits(noCase, passed(dispatched)).after, status };
    expect(tellUnits(state, passed([told('CaseClassified'), told('AssignmentCancelled')])).told).toEqual([]);
  });
});

describe('a case about a unit', () => {
  const accusing = told('CaseClassified', { revision: 2, accusedUnitIds: ['ZJJ'] });

  it('is not handed to it', () => {
    expect(typesFor('ZJJ', ...accepted, accusing, told('AssignmentDispatched'), helper)).toEqual([]);
  });

  it('is told no further from the classification on that accuses it, and others hear of that without its name', () => {
    const history = [...joint, accusing, told('AssignmentSigned'), told('AssignmentSigned', ofHelper)];
    expect(typesFor('ZJJ', ...history)).toEqual(['CaseHandedToUnit', 'AssignmentDispatched']);
    expect(messagesOf('ZFJ', history).map(({ message }) => message.data)).toMatchObject([
      { caseId: accusing.data.caseId },
      { revision: 2, tags: [] },
      ofHelper,
    ]);
    expect(JSON.stringify(messagesOf('ZFJ', history)[1]?.message)).not.toMatch(/ZJJ|accused/);
  });

  it('stays untold when a later classification leaves its name out, until it is dispatched to it anew', () => {
    const corrected = told('CaseClassified', { revision: 3 });
    const silent = [...dispatched, accusing, corrected, told('AssignmentSigned')];
    expect(typesFor('ZJJ', ...silent)).toEqual(['CaseHandedToUnit']);
    const anew = [...silent, told('AssignmentDispatched', { assignmentId: uuidOf(12) }), corrected];
    expect(typesFor('ZJJ', ...anew)).toEqual(['CaseHandedToUnit', 'CaseHandedToUnit', 'CaseClassified']);
  });
});

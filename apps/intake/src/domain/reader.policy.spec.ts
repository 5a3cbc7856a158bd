import { caseFold } from '@bihuan/case';
import { foldStream } from '@bihuan/kernel';
import { demoReference, fileOf, histories, recorded, told, type Told } from '@bihuan/testing';
import { contactReader, contentReader, filesOfReporter, isPartyText } from './reader.policy.js';

const reference = demoReference();
const stateOf = (...history: readonly Told[]) => foldStream(caseFold, recorded(history));
const handling = stateOf(...histories.inHandling);
const asker = (role: string, unitId: string, gridCodes: readonly string[] = []) => ({
  actor: { kind: 'STAFF', ref: `${unitId}-1`, unitId, role } as const,
  binding: { gridCodes, sourceSystems: [] },
});
const aboutStreet = told('CaseClassified', { revision: 2, accusedUnitIds: ['JD-LONGHUA'] });

describe('who reads the contact of the party', () => {
  it.each([
    ['the unit that has the case', handling, asker('UNIT_HANDLER', 'ZJJ'), true],
    ['another unit', handling, asker('UNIT_HANDLER', 'ZFJ'), false],
    [
      'the unit that had it, once the case is closed',
      stateOf(...histories.closed),
      asker('UNIT_HANDLER', 'ZJJ'),
      false,
    ],
    ['the street of the place', handling, asker('UNIT_HANDLER', 'JD-LONGHUA'), false],
    ['a worker of the grid', handling, asker('GRID_WORKER', 'SQ-LONGHUA', ['5303030020014B001']), true],
    ['a worker of another grid', handling, asker('GRID_WORKER', 'SQ-LONGHUA', ['5303030040014B001']), false],
    ['a handler whose key is bound to the grid', handling, asker('UNIT_HANDLER', 'SFJ', ['5303030020014B001']), false],
  ])('has the case or has not: %s', (_, state, who, isAssigned) => {
    expect(contactReader(state, who, reference)).toEqual({ role: who.actor.role, isAssigned, isAccused: false });
  });
});

describe('who reads texts and photos', () => {
  it.each([
    ['the unit that has the case', handling, asker('UNIT_HANDLER', 'ZJJ'), true],
    ['the street of the place', handling, asker('UNIT_HANDLER', 'JD-LONGHUA'), true],
    ['a unit that a joint review asks', stateOf(...histories.underJointReview), asker('UNIT_HANDLER', 'ZFJ'), true],
    ['a unit that may not know of the case', handling, asker('UNIT_HANDLER', 'RSJ'), false],
  ])('may know of the case or may not: %s', (_, state, who, isAssigned) => {
    expect(contentReader(state, who, reference)).toEqual({ role: who.actor.role, isAssigned, isAccused: false });
  });

  it.each([
    ['of the unit that the case is about', asker('UNIT_HANDLER', 'JD-LONGHUA')],
    ['of a unit below it', asker('GRID_WORKER', 'SQ-LONGHUA', ['5303030020014B001'])],
  ])('is known as a party %s', (_, who) => {
    expect(contentReader(stateOf(...histories.accepted, aboutStreet), who, reference).isAccused).toBe(true);
  });

  it('is known as a party once they stepped aside', () => {
    const recused = { ...handling, recusedRefs: ['ZJJ-1'] };
    expect(contactReader(recused, asker('UNIT_HANDLER', 'ZJJ'), reference).isAccused).toBe(true);
  });
});

describe('what comes from the reporter', () => {
  it('is the photos of the report, not those of the result', () => {
    const history = [
      told('CaseRegistered', { attachments: [fileOf(3), fileOf(4)] }),
      ...histories.feedbackSubmitted.slice(1),
    ];
    expect(filesOfReporter(history)).toEqual([fileOf(3).ref, fileOf(4).ref]);
  });

  it.each([
    ['description', true],
    ['address', true],
    ['note', true],
    ['measure', false],
    ['publicReply', false],
    ['reason', false],
  ])('is a text of the kind %s: %s', (kind, isFromParty) => {
    expect(isPartyText(kind)).toBe(isFromParty);
  });
});

import { foldStream } from '@bihuan/kernel';
import { histories, leadAssignmentId, recorded, told, type Told } from '@bihuan/testing';
import { caseFold } from './case.fold.js';
import { caseView } from './case-view.js';
import { handedToUnit } from './handed-to-unit.js';

/** The case as a unit is told of it: without its duplicates, and without the units it is about. */
const handedAfter = (...events: readonly Told[]) => {
  const { duplicates: _, classification, ...view } = caseView('zhanyi', foldStream(caseFold, recorded(events)));
  const { accusedUnitIds: __, ...shown } = classification ?? { accusedUnitIds: [] };
  return {
    ...view,
    classification: classification && shown,
    assignmentId: leadAssignmentId,
    role: 'LEAD',
    dueAt: null,
  };
};

const position = { lng: 103.8221, lat: 25.6003, datum: 'GCJ02', wgsLng: 103.82, wgsLat: 25.6 } as const;

describe('what a unit’s part of a case begins with', () => {
  it.each(Object.entries(histories))('shows every field of a case %s', (_, history) => {
    const handed = handedAfter(...history);
    expect(handedToUnit.parse(handed)).toEqual(handed);
  });

  it('shows where it is, with a position or without a place', () => {
    const { data } = told('CaseRegistered');
    const { place: __, ...nowhere } = data;
    const there = handedAfter(told('CaseRegistered', { place: { regionCode: '530303002001', position } }));
    expect(handedToUnit.parse(there).place?.position).toEqual({ ...position, accuracyM: null });
    expect(handedToUnit.parse(handedAfter({ type: 'CaseRegistered', data: nowhere })).place).toBeNull();
  });

  it('has no place for whom it is about, nor for what it may repeat', () => {
    const handed = handedAfter(...histories.dispatched);
    expect(handedToUnit.safeParse({ ...handed, duplicates: {} }).success).toBe(false);
    const classification = { ...handed.classification, accusedUnitIds: [] };
    expect(handedToUnit.safeParse({ ...handed, classification }).success).toBe(false);
  });
});

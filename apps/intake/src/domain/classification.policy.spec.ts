import { noCase } from '@bihuan/case';
import { caseId, demoReference, told } from '@bihuan/testing';
import { classifiedAs, type GivenClassification } from './classification.policy.js';

const cover: GivenClassification = {
  codeSystem: 'GBT30428-2',
  categoryCode: 'C0102',
  matterKind: 'COMPONENT',
  urgency: 'ORDINARY',
  grade: 'GENERAL',
  publicSafety: false,
  accusedUnitIds: [],
  tags: [],
  by: 'PERSON',
};
const reference = demoReference();
const state = { ...noCase, caseId };
const wage: GivenClassification = { ...cover, codeSystem: 'ZY-MATTER', categoryCode: 'LABOUR', matterKind: 'DISPUTE' };

describe('the classification of a case', () => {
  it('names the code-system version in force when none is given', () => {
    const { type, data } = told('CaseClassified', { codeSystemVersion: '1' });
    expect(classifiedAs(cover, state, reference)).toEqual({ type, data });
  });

  it('may name that version itself, and one of the filing conditions of its category', () => {
    const { type, data } = told('CaseClassified', { codeSystemVersion: '1', filingCondition: 2 });
    expect(classifiedAs({ ...cover, codeSystemVersion: '1', filingCondition: 2 }, state, reference)).toEqual({
      type,
      data,
    });
  });

  it('counts its revisions', () => {
    const { caseId: _, ...before } = told('CaseClassified', { revision: 2 }).data;
    const known = { ...state, classification: { ...before, caseId } };
    expect(classifiedAs(wage, known, reference).data).toMatchObject({ revision: 3, categoryCode: 'LABOUR' });
  });

  it.each([
    ['a code that the table does not have', { categoryCode: 'C9999' }, 'UNKNOWN_CATEGORY'],
    ['a group of the table instead of one of its codes', { categoryCode: 'C01' }, 'UNKNOWN_CATEGORY'],
    ['a table that the tenant does not have', { codeSystem: 'CJT214' }, 'UNKNOWN_CATEGORY'],
    ['a version that is not in force', { codeSystemVersion: '2007' }, 'UNKNOWN_CATEGORY'],
    ['a matter kind that is not that of the category', { matterKind: 'EVENT' }, 'UNKNOWN_CATEGORY'],
    ['a filing condition that the category does not have', { filingCondition: 9 }, 'UNKNOWN_CATEGORY'],
    ['an accused unit that the tenant does not have', { accusedUnitIds: ['ZJJ', 'MOON'] }, 'UNKNOWN_UNIT'],
    ['a tag that is a phone number', { tags: ['WAGES', '13800000000'] }, 'IDENTITY_IN_CODE'],
    ['a tag that is an identity number', { tags: ['53030319900101123X'] }, 'IDENTITY_IN_CODE'],
  ] as const)('is refused with %s', (_, wrong, code) => {
    expect(() => classifiedAs({ ...cover, ...wrong }, state, reference)).toThrow(expect.objectContaining({ code }));
  });
});

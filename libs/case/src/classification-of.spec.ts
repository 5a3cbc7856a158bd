import { classificationOf } from './classification-of.js';
import type { CaseState } from './case-state.js';
import { noCase } from './no-case.js';

describe('the classification of what is recorded', () => {
  const normal: CaseState = { ...noCase, confidentiality: 'NORMAL' };

  it('is internal for an ordinary case', () => {
    expect(classificationOf(normal)).toBe('INTERNAL');
  });

  it.each(['CONFIDENTIAL', 'ANONYMOUS'] as const)('is restricted while the case is %s', (confidentiality) => {
    expect(classificationOf({ ...normal, confidentiality })).toBe('RESTRICTED');
  });
});

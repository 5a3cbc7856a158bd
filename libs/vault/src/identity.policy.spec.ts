import { fieldsShown, identityShown, mayReadContent } from './identity.policy.js';

const reader = (role: string, told: { isAssigned?: boolean; isAccused?: boolean } = {}) => ({
  role,
  isAssigned: true,
  isAccused: false,
  ...told,
});

const identityOf = (...told: Parameters<typeof identityShown>) =>
  fieldsShown(['name', 'phone', 'openid'], identityShown(...told));

describe('what a reader sees of the complainant', () => {
  // One row per role and purpose: name, phone, ID number of a NORMAL case, then of a CONFIDENTIAL one.
  it.each([
    ['CLERK', 'HANDLING', 'full full masked', 'full full masked'],
    ['CLERK', 'CALLBACK', 'masked masked none', 'masked masked none'],
    ['CLERK', 'AUDIT', 'none none none', 'none none none'],
    ['CALLBACK_CLERK', 'CALLBACK', 'full full none', 'full full none'],
    ['CALLBACK_CLERK', 'HANDLING', 'none none none', 'none none none'],
    ['PRIVACY_OFFICER', 'SUBJECT_REQUEST', 'full full full', 'full full full'],
    ['PRIVACY_OFFICER', 'AUDIT', 'masked masked masked', 'masked masked masked'],
    ['PRIVACY_OFFICER', 'CALLBACK', 'none none none', 'none none none'],
    ['DISPATCHER', 'HANDLING', 'masked masked none', 'none none none'],
    ['REVIEWER', 'HANDLING', 'masked masked none', 'none none none'],
    ['LEGAL_REVIEWER', 'HANDLING', 'masked masked none', 'none none none'],
    ['DIRECTOR', 'SUPERVISION', 'masked masked none', 'none none none'],
    ['SUPERVISOR', 'SUPERVISION', 'masked masked none', 'none none none'],
    ['UNIT_HANDLER', 'HANDLING', 'masked full none', 'none none none'],
    ['UNIT_HANDLER', 'MEDIATION', 'masked masked none', 'none none none'],
    ['UNIT_HANDLER', 'CALLBACK', 'none none none', 'none none none'],
    ['UNIT_LIAISON', 'HANDLING', 'masked full none', 'none none none'],
    ['UNIT_REVIEWER', 'HANDLING', 'masked masked none', 'none none none'],
    ['GRID_WORKER', 'HANDLING', 'masked masked none', 'none none none'],
    ['AUDITOR', 'AUDIT', 'none none none', 'none none none'],
    ['ADMIN', 'HANDLING', 'none none none', 'none none none'],
    ['INTEGRATOR', 'HANDLING', 'none none none', 'none none none'],
    ['SYSTEM', 'HANDLING', 'none none none', 'none none none'],
    ['constructor', 'HANDLING', 'none none none', 'none none none'],
  ] as const)('%s, purpose %s: %s, if confidential %s', (role, purpose, normal, confidential) => {
    const seen = (level: 'NORMAL' | 'CONFIDENTIAL'): string => {
      const { name, phone, idNo } = identityShown({ level }, reader(role), purpose);
      return `${name} ${phone} ${idNo}`;
    };
    expect([seen('NORMAL'), seen('CONFIDENTIAL')]).toEqual([normal, confidential]);
  });

  it('is nothing in an anonymous case', () => {
    expect(identityOf({ level: 'ANONYMOUS' }, reader('CLERK'), 'HANDLING')).toEqual([]);
  });

  it('is nothing for a unit that the case is not with', () => {
    expect(identityOf({ level: 'NORMAL' }, reader('UNIT_HANDLER', { isAssigned: false }), 'HANDLING')).toEqual([]);
  });

  it('is nothing for the unit that the case is about, whatever the role', () => {
    expect(identityOf({ level: 'NORMAL' }, reader('CLERK', { isAccused: true }), 'HANDLING')).toEqual([]);
  });

  it('is only what the purpose needs of what was asked for', () => {
    expect(identityOf({ level: 'NORMAL' }, reader('CALLBACK_CLERK'), 'CALLBACK')).toEqual(['name', 'phone']);
  });

  it.each([
    ['PRIVACY_OFFICER', 'MEDIATION', ['name', 'phone']],
    ['PRIVACY_OFFICER', 'AUDIT', []],
    ['UNIT_HANDLER', 'HANDLING', ['name', 'phone']],
    ['UNIT_LIAISON', 'HANDLING', []],
    ['CALLBACK_CLERK', 'CALLBACK', []],
  ] as const)('of a minor: %s with purpose %s sees %j', (role, purpose, fields) => {
    expect(identityOf({ level: 'NORMAL', isMinor: true }, reader(role), purpose)).toEqual(fields);
  });
});

describe('texts and files of a case', () => {
  it.each([
    ['a clerk', 'CLERK', {}, 'NORMAL CONFIDENTIAL ANONYMOUS'],
    ['a director', 'DIRECTOR', {}, 'NORMAL CONFIDENTIAL ANONYMOUS'],
    ['the handler', 'UNIT_HANDLER', {}, 'NORMAL'],
    ['a handler of another unit', 'UNIT_HANDLER', { isAssigned: false }, ''],
    ['the accused unit', 'UNIT_HANDLER', { isAccused: true }, ''],
    ['a clerk of the accused unit', 'CLERK', { isAccused: true }, ''],
    ['the auditor', 'AUDITOR', {}, ''],
    ['an integrator', 'INTEGRATOR', {}, ''],
  ] as const)('%s (%s %j) reads the words of the reporter in: %s', (_, role, told, levels) => {
    const readable = (['NORMAL', 'CONFIDENTIAL', 'ANONYMOUS'] as const).filter((level) =>
      mayReadContent({ level }, reader(role, told), true),
    );
    expect(readable.join(' ')).toBe(levels);
  });

  it('reach the handler of a confidential case when staff wrote them', () => {
    expect(mayReadContent({ level: 'CONFIDENTIAL' }, reader('UNIT_HANDLER'), false)).toBe(true);
  });
});

import { onlyFor } from './roles.policy.js';

const actor = (role: string) => ({ kind: 'STAFF', ref: 'someone-1', role }) as const;

describe('what is no command on a case', () => {
  it('is open to the roles it names', () => {
    expect(() => onlyFor(actor('ADMIN'), 'PRIVACY_OFFICER', 'ADMIN')).not.toThrow();
  });

  it.each(['CLERK', 'SYSTEM', 'JANITOR'])('is refused to %s when it does not name the role', (role) => {
    const refusal = { code: 'ROLE_NOT_ALLOWED', values: { role } };
    expect(() => onlyFor(actor(role), 'ADMIN')).toThrow(expect.objectContaining(refusal));
  });
});

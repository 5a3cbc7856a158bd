import type { Actor } from '@bihuan/kernel';
import { isInSight, sightOf } from './feed.policy.js';

const caller = (role: string, sourceSystems: readonly string[] = []) => ({
  tenantId: 'zhanyi',
  actor: { kind: 'STAFF', ref: 'k-1', role } satisfies Actor,
  binding: { gridCodes: [], sourceSystems },
});

describe('who sees what of the feed', () => {
  it('shows an auditor every case of the tenant', () => {
    expect(sightOf(caller('AUDITOR'), 'case')).toEqual({ tenantId: 'zhanyi', onlyCases: true, sources: undefined });
  });

  it('shows an auditor the other streams on request', () => {
    expect(sightOf(caller('AUDITOR'), 'all')).toEqual({ tenantId: 'zhanyi', onlyCases: false, sources: undefined });
  });

  it('shows an integrator the cases of its sources, and of other streams nothing', () => {
    const sources = new Set(['GRID_APP']);
    expect(sightOf(caller('INTEGRATOR', ['GRID_APP']), 'all')).toEqual({
      tenantId: 'zhanyi',
      onlyCases: true,
      sources,
    });
  });

  it.each(['UNIT_HANDLER', 'CLERK', 'ADMIN'])('refuses the role %s', (role) => {
    expect(() => sightOf(caller(role), 'case')).toThrow(expect.objectContaining({ code: 'ROLE_NOT_ALLOWED' }));
  });

  const everything = { tenantId: 'zhanyi', onlyCases: false, sources: undefined };
  it.each([
    ['a case of the tenant', everything, { tenantId: 'zhanyi', streamType: 'case' }, true],
    ['a calendar of the tenant', everything, { tenantId: 'zhanyi', streamType: 'calendar' }, true],
    [
      'a calendar, asked for cases alone',
      { ...everything, onlyCases: true },
      { tenantId: 'zhanyi', streamType: 'calendar' },
      false,
    ],
    ['a case of another tenant', everything, { tenantId: 'nanqiao', streamType: 'case' }, false],
    ['who a person is', everything, { tenantId: 'zhanyi', streamType: 'subject' }, false],
  ])('answers for %s', (_, sight, event, isSeen) => {
    expect(isInSight(sight, event)).toBe(isSeen);
  });
});

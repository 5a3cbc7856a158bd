import type { Actor } from '@bihuan/kernel';
import { told } from '@bihuan/testing';
import { isHandOverTo, isInSight, sightOf } from './feed.policy.js';

const caller = (role: string, sourceSystems: readonly string[] = [], more: Partial<Actor> = {}) => ({
  tenantId: 'zhanyi',
  actor: { kind: 'STAFF', ref: 'k-1', role, ...more } satisfies Actor,
  binding: { gridCodes: [], sourceSystems },
});

const ofCases = { tenantId: 'zhanyi', onlyCases: true, sources: undefined, unitId: undefined };
const everything = { ...ofCases, onlyCases: false };

describe('who sees what of the feed', () => {
  it('shows an auditor every case of the tenant', () => {
    expect(sightOf(caller('AUDITOR'), 'case')).toEqual(ofCases);
  });

  it('shows an auditor the other streams on request', () => {
    expect(sightOf(caller('AUDITOR'), 'all')).toEqual(everything);
  });

  it('shows an integrator the cases of its sources, and of other streams nothing', () => {
    const sources = new Set(['GRID_APP']);
    expect(sightOf(caller('INTEGRATOR', ['GRID_APP']), 'all')).toEqual({ ...ofCases, sources });
  });

  it.each(['UNIT_HANDLER', 'UNIT_LIAISON', 'UNIT_REVIEWER'])('shows the %s of a unit its topic alone', (role) => {
    expect(sightOf(caller(role, [], { unitId: 'ZJJ' }), 'all')).toEqual({ ...ofCases, unitId: 'ZJJ' });
  });

  it.each(['UNIT_HANDLER', 'CLERK', 'ADMIN'])('refuses the role %s, of no unit', (role) => {
    expect(() => sightOf(caller(role), 'case')).toThrow(expect.objectContaining({ code: 'ROLE_NOT_ALLOWED' }));
  });

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

describe('a case that becomes a unit’s', () => {
  it.each([
    ['a dispatch to it', told('AssignmentDispatched'), true],
    ['a dispatch to another', told('AssignmentDispatched', { unitId: 'ZFJ' }), false],
    ['a breach of its time', told('SlaBreached'), false],
    ['a fact that names no unit', told('CaseAccepted'), false],
  ])('does so by a dispatch to it: %s', (_, event, isIt) => {
    expect(isHandOverTo('ZJJ', event)).toBe(isIt);
  });
});

import type { Actor } from '@bihuan/kernel';
import { adminOnly, centreOnly, staffOnly } from './readers.policy.js';

const actor = (role: string, kind: Actor['kind'] = 'STAFF'): Actor => ({ kind, ref: 'k-1', role });

describe('who reads what of supervision', () => {
  it.each([
    ['clocks, a unit’s handler', staffOnly, actor('UNIT_HANDLER')],
    ['clocks, a grid worker', staffOnly, actor('GRID_WORKER')],
    ['the board, a supervisor', centreOnly, actor('SUPERVISOR')],
    ['the settings, an administrator', adminOnly, actor('ADMIN')],
  ])('lets in to %s', (_, only, reader) => {
    expect(only(reader)).toBeUndefined();
  });

  it.each([
    ['clocks, an integrator', staffOnly, actor('INTEGRATOR', 'INTEGRATOR')],
    ['the board, a unit’s handler', centreOnly, actor('UNIT_HANDLER')],
    ['the board, an integrator', centreOnly, actor('INTEGRATOR', 'INTEGRATOR')],
    ['the settings, a director', adminOnly, actor('DIRECTOR')],
  ])('keeps from %s', (_, only, reader) => {
    expect(() => only(reader)).toThrow(expect.objectContaining({ code: 'ROLE_NOT_ALLOWED' }));
  });
});

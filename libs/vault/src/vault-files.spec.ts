import { uploaderOf } from './vault-files.js';

describe('an upload', () => {
  it('belongs to the unit of whoever sent it; who has no unit owns it alone', () => {
    const handler = { kind: 'STAFF', ref: 'zjj-handler-1', unitId: 'ZJJ', role: 'UNIT_HANDLER' } as const;
    const gateway = { kind: 'INTEGRATOR', ref: 'ZJJ', role: 'INTEGRATOR' } as const;
    expect([handler, gateway].map(uploaderOf)).toEqual(['unit:ZJJ', 'actor:ZJJ']);
  });
});

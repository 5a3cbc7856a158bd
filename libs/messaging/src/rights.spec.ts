import { HOUSE_RIGHTS, rightsOfUnits, unitPrincipal } from './rights.js';

describe('the rights at the brokers', () => {
  it('let the relay alone write events', () => {
    const writers = Object.entries(HOUSE_RIGHTS).flatMap(([principal, rights]) =>
      rights.filter(({ may }) => may.includes('WRITE')).map(({ name }) => `${principal} ${name}`),
    );
    expect(writers.filter((text) => !text.endsWith('bihuan.dead-letters.v1'))).toEqual([
      'relay bihuan.case-events.v1',
      'relay bihuan.other-events.v1',
      'relay bihuan.unit.',
    ]);
  });

  it('give a unit its own topic, and groups under its own name', () => {
    const unit = { tenantId: 'zhanyi', unitId: 'ZJJ' };
    expect(unitPrincipal(unit)).toBe('unit.zhanyi.ZJJ');
    expect(rightsOfUnits([unit])).toEqual({
      'unit.zhanyi.ZJJ': [
        { on: 'TOPIC', name: 'bihuan.unit.zhanyi.ZJJ.v1', match: 'LITERAL', may: ['READ'] },
        { on: 'GROUP', name: 'unit.zhanyi.ZJJ.', match: 'PREFIXED', may: ['READ'] },
      ],
    });
  });

  it.each(['ZJJ.v1', '*', '', 'x'.repeat(33), '住建局'])('give nothing to a unit that is called %j', (unitId) => {
    expect(() => rightsOfUnits([{ tenantId: 'zhanyi', unitId }])).toThrow(RangeError);
    expect(() => rightsOfUnits([{ tenantId: unitId, unitId: 'ZJJ' }])).toThrow('letters, digits and hyphens');
  });
});

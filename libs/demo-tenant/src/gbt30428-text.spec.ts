import { codesOf } from './gbt30428-text.js';

const classOf = (text: string) => [{ code: '01', name: '市容环境', smallClasses: [text] }];

describe('a line of the national code table', () => {
  it('reads continuous days as hours', () => {
    expect(codesOf('EVENT', 'E', classOf('02 店面无证装修 1UD'))).toEqual([
      {
        code: 'E0102',
        name: '店面无证装修',
        matterKind: 'EVENT',
        parent: 'E01',
        conditions: [{ filingCondition: 1, limit: { rule: 'CONTINUOUS', amount: 24, unit: 'HOUR' } }],
      },
    ]);
  });

  it('is refused when its limit is none', () => {
    expect(() => codesOf('EVENT', 'E', classOf('02 店面无证装修 1week'))).toThrow('not a limit: 1week');
  });

  it('is refused when it has no limit', () => {
    expect(() => codesOf('EVENT', 'E', classOf('店面无证装修'))).toThrow('not a small class: 店面无证装修');
  });
});

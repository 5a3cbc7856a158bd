import { normalIdNo, normalPhone } from './normal-forms.js';

describe('two spellings of one number', () => {
  it.each([
    ['13812345678', '13812345678'],
    ['+86 138 1234 5678', '13812345678'],
    ['0086-138-1234-5678', '13812345678'],
    ['8613812345678', '13812345678'],
    ['１３８１２３４５６７８', '13812345678'],
    ['＋８６ １３８－１２３４－５６７８', '13812345678'],
    ['138\u00a01234\u30005678', '13812345678'],
    ['(0874) 312-1234', '08743121234'],
    ['+86 0874 3121234', '08743121234'],
    ['86001234', '86001234'],
    ['+852 9123 4567', '+85291234567'],
  ])('the phone %s is compared as %s', (given, compared) => {
    expect(normalPhone(given)).toBe(compared);
  });

  it.each([
    ['530302199001011 23x', '53030219900101123X'],
    ['５３０３０２１９９００１０１１２３Ｘ', '53030219900101123X'],
  ])('the ID number %s is compared as %s', (given, compared) => {
    expect(normalIdNo(given)).toBe(compared);
  });
});

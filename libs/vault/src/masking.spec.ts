import { masked, maskedIdNo, maskedName, maskedPhone } from './masking.js';

describe('what a reader sees of an identity without the right to all of it', () => {
  it.each([
    ['张三', '张*'],
    ['欧阳娜娜', '欧*'],
    [' 王某 ', '王*'],
    ['𠮷田', '𠮷*'],
    ['John Smith', 'J*'],
    ['张', '*'],
    ['', '*'],
  ])('the name %p is %s', (name, shown) => {
    expect(maskedName(name)).toBe(shown);
  });

  it.each([
    ['13812345678', '138****5678'],
    ['138 1234 5678', '138****5678'],
    ['08743121234', '087****1234'],
    ['3121234', '****34'],
    ['12345', '****'],
    ['', '****'],
  ])('the phone %p is %s', (phone, shown) => {
    expect(maskedPhone(phone)).toBe(shown);
  });

  it.each([
    ['53030219900101123X', '5****************X'],
    ['E12345678', 'E*******8'],
    ['12', '**'],
    ['', ''],
  ])('the ID number %p is %p', (idNo, shown) => {
    expect(maskedIdNo(idNo)).toBe(shown);
  });

  it.each([
    ['name', '张三', '张*'],
    ['phone', '13812345678', '138****5678'],
    ['idNo', '53030219900101123X', '5****************X'],
    ['idType', 'RESIDENT_ID', 'RESIDENT_ID'],
    ['openid', 'o9AgO5Kd5ggOC-bXrbNODIiE3bGY', '***'],
    ['email', 'someone@example.org', '***'],
    ['address', '玉林北路 1 号', '***'],
  ] as const)('the field %s is masked by its own rule', (field, value, shown) => {
    expect(masked(field, value)).toBe(shown);
  });
});

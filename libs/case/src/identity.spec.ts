import { histories, told, uuidOf } from '@bihuan/testing';
import { looksLikeIdentity, scanForIdentity } from './identity.js';

const PHONE = '13800000000';
const ID_NUMBER = '53030219800101123X';

describe('a value that looks like a phone or ID number', () => {
  it.each([
    ['a phone number', PHONE, true],
    ['a phone number among signs', `tel-${PHONE}.`, true],
    ['an ID number', ID_NUMBER, true],
    ['an ID number with a small x', ID_NUMBER.toLowerCase(), true],
    ['a phone number with signs between', '138-0000-0000', true],
    ['a phone number with dots between', '138.0000.0000', true],
    ['a phone number with lines between', '138_0000_0000', true],
    ['a phone number with the prefix of the country', `86${PHONE}`, true],
    ['a phone number with a written prefix', `+86-${PHONE}`, true],
    ['a phone number with a zero before it', `0${PHONE}`, true],
    ['a phone number in wide digits', '１３８００００００００', true],
    ['an ID number with signs between', '530302-19800101-123X', true],
    ['a ticket with date and time', '20250909-123456-0001', false],
    ['an address of a network', '138.100.100.100', false],
    ['a moment in milliseconds', '1764000000000', false],
    ['a grid code', '5303030020014B001', false],
    ['a region code', '530303002001', false],
    ['a ticket with a date', 'ZY-G-0807-001', false],
    ['a number that is too long', `1${PHONE}`, false],
    ['a number inside a word', `A${PHONE}`, false],
    ['a number that no carrier gives', '12800000000', false],
  ])('%s', (_, value, looks) => {
    expect(looksLikeIdentity(value)).toBe(looks);
  });
});

describe('the scanner', () => {
  it('finds nothing in the usual case', () => {
    expect(histories.closed.flatMap(scanForIdentity)).toEqual([]);
  });

  it('finds a planted phone number, and says where', () => {
    expect(scanForIdentity(told('CaseRegistered', { externalTicketNo: PHONE }))).toEqual(['/externalTicketNo']);
  });

  it('finds an ID number inside a list', () => {
    expect(scanForIdentity(told('CaseClassified', { tags: ['road', ID_NUMBER] }))).toEqual(['/tags/1']);
  });

  it('finds one in a field inside a field', () => {
    const suggestedCategory = { codeSystem: 'GBT30428-2', code: PHONE };
    expect(scanForIdentity(told('CaseRegistered', { suggestedCategory }))).toEqual(['/suggestedCategory/code']);
  });

  it('finds one in a union of shapes', () => {
    const { terms } = told('SlaStarted').data;
    const limit = { rule: 'UNTIL_DATE', until: PHONE } as const;
    expect(scanForIdentity(told('SlaStarted', { terms: { ...terms, limit } }))).toEqual(['/terms/limit/until']);
  });

  it('passes over ids, hashes and references, whose digits are random', () => {
    const caseId = '13800000000';
    const textRef = { ref: PHONE, keyedHash: PHONE, chars: 1 };
    expect(scanForIdentity(told('CaseClassified', { caseId, reasonRef: textRef }))).toEqual([]);
  });

  it('reads every value of a type it does not know', () => {
    expect(
      scanForIdentity({ type: 'Unheard', data: { caseId: uuidOf(1), deep: [{ phone: PHONE }, null, 7] } }),
    ).toEqual(['/deep/0/phone']);
  });
});

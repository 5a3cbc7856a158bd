import { DatabaseError } from 'pg';
import { LedgerUnavailable, NotTheHolder, OutcomeUnknown, StreamBusy, VersionConflict } from './errors.js';
import { isPassing, sqlStateOf } from './passing-fault.js';

const answered = (code: string): DatabaseError => Object.assign(new DatabaseError('no', 2, 'error'), { code });
const broken = (code: string): Error => Object.assign(new Error('broken'), { code });

describe('a fault that passes by itself', () => {
  it.each([
    ['the ledger away', new LedgerUnavailable('away')],
    ['an answer lost', new OutcomeUnknown('lost')],
    ['a stream overrun', new StreamBusy('busy')],
    ['a subscription taken', new NotTheHolder('taken')],
    ['a lock not had in time', answered('55P03')],
    ['a statement cut off', answered('57014')],
    ['a server that stops', answered('57P01')],
    ['a deadlock', answered('40P01')],
    ['too many connections', answered('53300')],
    ['a transaction that idled', answered('25P03')],
    ['a server not there', broken('ECONNREFUSED')],
    ['a line cut', broken('ECONNRESET')],
    ['a line closed', broken('EPIPE')],
    ['a name not found', broken('ENOTFOUND')],
    ['a connection lost', new Error('Connection terminated unexpectedly')],
    ['a pool without a connection in time', new Error('timeout exceeded when trying to connect')],
    ['a server that is silent', new Error('Query read timeout')],
    ['a silent server that is being reached', new Error('timeout expired')],
  ])('is %s', (_, error) => {
    expect(isPassing(error)).toBe(true);
  });

  it.each([
    ['a value out of range', answered('22003')],
    ['a key used twice', answered('23505')],
    ['a permission missing', answered('42501')],
    ['a lost race', new VersionConflict('lost')],
    ['a mistake of ours', new TypeError('x is undefined')],
    ['what is no error', 'no'],
    ['nothing', undefined],
  ])('is not %s', (_, error) => {
    expect(isPassing(error)).toBe(false);
  });
});

describe('the SQLSTATE of a fault', () => {
  it('is that of the server’s answer, and no other code', () => {
    expect([sqlStateOf(answered('23505')), sqlStateOf(broken('EPIPE'))]).toEqual(['23505', undefined]);
  });
});

import { DatabaseError } from 'pg';
import { LedgerUnavailable, NotTheHolder, OutcomeUnknown, StreamBusy, VersionConflict } from './errors.js';
import { isPassing, sqlStateOf } from './passing-fault.js';

const answered = (code: string): DatabaseError => Object.assign(new DatabaseError('no', 2, 'error'), { code });
/** The same answer as another library hands it on, or as another realm made it. */
const handedOn = (code: string): Error => Object.assign(new Error('no'), { code });
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
    ['a server that crashed', answered('57P02')],
    ['a server that starts', answered('57P03')],
    ['a connection refused by the server', answered('08004')],
    ['a connection that failed, handed on', handedOn('08006')],
    ['a server that stops, handed on', handedOn('57P01')],
    ['a full disk', answered('53100')],
    ['memory that is short', answered('53200')],
    ['a deadlock', answered('40P01')],
    ['too many connections', answered('53300')],
    ['a transaction that idled', answered('25P03')],
    ['a server not there', broken('ECONNREFUSED')],
    ['a line cut', broken('ECONNRESET')],
    ['a line closed', broken('EPIPE')],
    ['a line aborted', broken('ECONNABORTED')],
    ['a network not there', broken('ENETUNREACH')],
    ['a host not there', broken('EHOSTUNREACH')],
    ['a host that is silent', broken('ETIMEDOUT')],
    ['a name not found', broken('ENOTFOUND')],
    ['a name service away', broken('EAI_AGAIN')],
    ['a connection lost', new Error('Connection terminated unexpectedly')],
    ['a connection ended', new Error('Connection terminated')],
    ['a connection not had in time', new Error('Connection terminated due to connection timeout')],
    ['a connection that was closed', new Error('Client was closed and is not queryable')],
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
    ['a key used twice, handed on', handedOn('23505')],
    ['an answer that only speaks of a connection', Object.assign(handedOn('P0001'), { message: 'connection error' })],
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

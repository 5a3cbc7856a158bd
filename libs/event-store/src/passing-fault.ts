import { DatabaseError } from 'pg';
import { codeOf, messageOf } from './fault-code.js';
import { LedgerUnavailable, NotTheHolder, StreamBusy } from './errors.js';

// Connection, transaction (serialisation, deadlock), resources, locks, the server's own comings and goings.
const PASSING_STATE = /^(08|25P03|40|53|55P03|57)/;
const SQLSTATE = /^[0-9A-Z]{5}$/;
const NETWORK = /^(E(AI_AGAIN|CONN|HOSTUNREACH|NETUNREACH|NOTFOUND|PIPE|TIMEDOUT))/;
// What `pg` says without a code when a connection breaks, or none is to be had in time.
const BROKEN = /connection (terminated|error|timeout)|timeout (exceeded|expired)|read timeout|client was closed/i;

/** SQLSTATE of an answer of the server; undefined when the fault is another. */
export const sqlStateOf = (error: unknown): string | undefined =>
  error instanceof DatabaseError ? error.code : undefined;

/** Faults that pass by themselves and say nothing about what was asked: they are tried again and never count. */
export function isPassing(error: unknown): boolean {
  if (error instanceof LedgerUnavailable || error instanceof StreamBusy || error instanceof NotTheHolder) return true;
  const code = codeOf(error);
  // By its shape, not its class: an answer may be handed on by a library that wraps it. What the server says with a code
  // is judged by the code alone; words count where there is none.
  if (SQLSTATE.test(code) && PASSING_STATE.test(code)) return true;
  return NETWORK.test(code) || (code === '' && BROKEN.test(messageOf(error)));
}

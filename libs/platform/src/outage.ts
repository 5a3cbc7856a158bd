// What the system says when the other side is not there, and what pg says in words alone.
const SYSTEM = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']);
const PG_WORDS =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;
// Connection, resources, shutdown, cancelled by a time limit, lock not available, lost race: the statement was not at fault.
const SQLSTATES = /^(?:08|53|57P|57014|55P03|40)/;

/** Whether an error says that the database was away or too busy, so that asking again may help. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return SYSTEM.has(code) || (/^[0-9A-Z]{5}$/.test(code) && SQLSTATES.test(code)) || PG_WORDS.test(error.message);
}

/**
 * The one text of a JSON value (RFC 8785, JCS): keys in order of their UTF-16 units, no blanks, numbers and strings as
 * ECMAScript writes them. Keys whose value is undefined are left out, as JSON does.
 * @throws TypeError for what JSON cannot say: NaN, infinities, functions, lone surrogates
 */
export function canonicalJson(value: unknown): string {
  try {
    return JSON.stringify(inOrder(value));
  } catch (error) {
    if (!(error instanceof UnorderedName)) throw error;
    return spelled(value);
  }
}

/**
 * A name that an object does not keep where it was set: those like `10` stand by their number before all others, and
 * `__proto__` is none at all.
 */
class UnorderedName extends Error {}
const UNORDERED_NAME = /^(?:\d+|__proto__)$/;

// A copy whose names lie in order, written by the engine at once: half the time of writing it piece by piece, and every
// payload that is appended or verified comes through here.
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return sayable(value);
  const known: Readonly<Record<string, unknown>> = { ...value };
  const ordered: Record<string, unknown> = {};
  for (const name of Object.keys(known).toSorted()) {
    if (UNORDERED_NAME.test(sayable(name))) throw new UnorderedName(name);
    if (known[name] !== undefined) ordered[name] = inOrder(known[name]);
  }
  return ordered;
}

function spelled(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spelled).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(sayable(value));
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(sayable(name))}:${spelled(field)}`).join(',')}}`;
}

/** The value itself, when JSON can say it. */
function sayable<Value>(value: Value): Value {
  if (typeof value === 'string' && !value.isWellFormed()) throw new TypeError('a lone surrogate has no JSON text');
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${value} has no JSON text`);
  if (value === undefined || typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') {
    throw new TypeError(`a ${typeof value} has no JSON text`);
  }
  return value;
}

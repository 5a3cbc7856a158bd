/**
 * The one text of a JSON value (RFC 8785, JCS): keys in order of their UTF-16 units, no blanks, numbers and strings as
 * ECMAScript writes them. Keys whose value is undefined are left out, as JSON does.
 * @throws TypeError for what JSON cannot say: NaN, infinities, functions, lone surrogates
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) return canonicalObject(value);
  return primitive(value);
}

function canonicalObject(value: object): string {
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${primitive(key)}:${canonicalJson(field)}`);
  return `{${fields.join(',')}}`;
}

function primitive(value: unknown): string {
  if (typeof value === 'string' && !value.isWellFormed()) throw new TypeError('a lone surrogate has no JSON text');
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${value} has no JSON text`);
  const text = JSON.stringify(value);
  if (text === undefined) throw new TypeError(`a ${typeof value} has no JSON text`);
  return text;
}

import { z } from 'zod';
import { caseCatalogue } from './case-events.js';
import { unscannedFormats } from './field.js';

// A mobile number, and a resident's ID number with its check digit. Neighbouring letters or digits make it a part of
// something longer (a grid code, a hash), which is none.
const PHONE = /(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])/;
const ID_NUMBER = /(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])/;

// The same as people also write them: with a prefix, with signs between; of an ID number the birthday must be a date, for
// a ticket of 18 digits may have signs as well.
const SPELLED_PHONE = /^(?:(?:\+|00)?86|0)?1[3-9]\d{9}$/;
const SPELLED_ID_NUMBER = /^\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]$/;
const SIGNS = /[-–—_.()]/g;

const isSpelled = (word: string): boolean => {
  const plain = word.replaceAll(SIGNS, '');
  return SPELLED_PHONE.test(plain) || SPELLED_ID_NUMBER.test(plain);
};

/** Whether a code from outside, or any other value, looks like a phone or ID number (privacy.md §1). */
export const looksLikeIdentity = (value: string): boolean =>
  PHONE.test(value) ||
  ID_NUMBER.test(value) ||
  value
    .normalize('NFKC')
    .split(/[\s,;]+/)
    .some(isSpelled);

type Schema = z.core.JSONSchema.BaseSchema | boolean | undefined;

/** Formats a value at this place may have; a union is searched through all its members. */
function branchesOf(schema: Schema): readonly z.core.JSONSchema.BaseSchema[] {
  if (typeof schema !== 'object') return [];
  const members = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  return members.length === 0 ? [schema] : members.flatMap(branchesOf);
}

function suspects(value: unknown, path: string, schemas: readonly Schema[]): string[] {
  const branches = schemas.flatMap(branchesOf);
  if (typeof value === 'string') {
    const isUnscanned = branches.some(({ format }) => format !== undefined && unscannedFormats.has(format));
    return !isUnscanned && looksLikeIdentity(value) ? [path] : [];
  }
  if (Array.isArray(value)) {
    const items = branches.flatMap(({ items: each }) => (Array.isArray(each) ? each : [each]));
    return value.flatMap((item, index) => suspects(item, `${path}/${index}`, items));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, held]) =>
    suspects(
      held,
      `${path}/${key}`,
      branches.map(({ properties }) => properties?.[key]),
    ),
  );
}

const schemaOf = (type: string): Schema => {
  const entry = caseCatalogue[type];
  return entry && z.toJSONSchema(entry.schema);
};

/**
 * JSON pointers of the values of an event that look like a phone or ID number; none in a clean one. Reads values, not
 * the JSON text, and passes over fields typed uuid, hash, ref or instant; of an unknown type it reads all.
 */
export const scanForIdentity = ({ type, data }: { readonly type: string; readonly data: unknown }): readonly string[] =>
  suspects(data, '', [schemaOf(type)]);

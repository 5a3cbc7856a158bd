import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, isUUID, Max, Min, ValidateBy } from 'class-validator';
import { durationMs, isCivilDate, utcInstant } from './instants.js';

const CODE = '^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$';
const UNIT_ID = '^[A-Za-z0-9-]{1,32}$';
const REGION_CODE = '^\\d{12}$';

/** Options of a field that may be a list of such values. */
export interface Each {
  readonly each?: boolean;
}

interface Rule {
  /** Name of the constraint; `violations.ts` has its code and words. */
  readonly name: string;
  readonly constraints?: readonly unknown[];
  readonly accepts: (value: string) => boolean;
  /** The form that is kept, when the caller may write it in several. */
  readonly normal?: (value: string) => string;
}

/** A string field with a rule of ours, documented as `schema` says. */
function textField(
  { name, constraints = [], accepts, normal }: Rule,
  schema: object,
  { each = false }: Each = {},
): PropertyDecorator {
  const isOne = (value: unknown): boolean => typeof value === 'string' && accepts(value);
  // Not by class-validator's `each`: it takes one value where a list belongs.
  const validate = (value: unknown): boolean => (each ? Array.isArray(value) && value.every(isOne) : isOne(value));
  return applyDecorators(
    ...(normal ? [Transform(({ value }) => eachText(value, normal), { toClassOnly: true })] : []),
    ValidateBy({ name, constraints: [...constraints], validator: { validate } }),
    ApiProperty(each ? { type: 'array', items: { type: 'string', ...schema } } : { type: 'string', ...schema }),
  );
}

function eachText(value: unknown, change: (text: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => eachText(item, change));
  return typeof value === 'string' ? change(value) : value;
}

/** An instant with its offset (RFC 3339); the handler gets it in UTC with milliseconds. */
export const IsInstant = (): PropertyDecorator =>
  textField(
    {
      name: 'isInstant',
      accepts: (text) => utcInstant(text) !== undefined,
      normal: (text) => utcInstant(text) ?? text,
    },
    { format: 'date-time', example: '2025-08-07T15:19:00+08:00' },
  );

/** A day in the tenant's time zone, `YYYY-MM-DD`. */
export const IsCivilDate = (options?: Each): PropertyDecorator =>
  textField({ name: 'isCivilDate', accepts: isCivilDate }, { format: 'date', example: '2025-08-07' }, options);

/** An ISO-8601 duration without years and months, `PT25H`. */
export const IsDuration = (): PropertyDecorator =>
  textField(
    { name: 'isDuration', accepts: (text) => durationMs(text) !== undefined },
    { format: 'duration', example: 'PT25H' },
  );

const matching = (name: string, pattern: string, options?: Each): PropertyDecorator => {
  const form = new RegExp(pattern);
  return textField({ name, constraints: [pattern], accepts: (text) => form.test(text) }, { pattern }, options);
};

/** A code of a published list, or one that another system gave. */
export const IsCode = (options?: Each): PropertyDecorator => matching('isCode', CODE, options);

/** A unit or a tenant: both stand in topic names. */
export const IsUnitId = (options?: Each): PropertyDecorator => matching('isUnitId', UNIT_ID, options);

/** Twelve digits of the statistical division code (统计用区划代码). */
export const IsRegionCode = (options?: Each): PropertyDecorator => matching('isRegionCode', REGION_CODE, options);

/** A UUID of any version; capital letters become small ones, as ids are compared as text. */
export const IsId = (options?: Each): PropertyDecorator =>
  textField(
    { name: 'isId', accepts: (text) => isUUID(text), normal: (text) => text.toLowerCase() },
    { format: 'uuid' },
    options,
  );

const LINE_ENDS = /\r\n?/g;
const NOT_FREE = /(?![\t\n])[\p{Cc}\p{Cs}]/u;

/** Characters as people count them: code points, not UTF-16 units. */
export const charactersOf = (text: string): number => Array.from(text).length;

/**
 * Text written by a person: `min` to `max` characters in NFC, tab and line feed allowed, other control characters not;
 * with `min` above 0 not blank either.
 */
export const FreeText = (min: number, max: number): PropertyDecorator =>
  applyDecorators(
    textField(
      {
        name: 'freeText',
        constraints: [min, max],
        accepts: (text) => isWithin(text, min, max) && (min === 0 || text.trim() !== ''),
        normal: (text) => text.replaceAll(LINE_ENDS, '\n').normalize('NFC'),
      },
      { minLength: min, maxLength: max },
    ),
    ValidateBy({
      name: 'noControlCharacters',
      validator: { validate: (value) => typeof value !== 'string' || isFree(value) },
    }),
  );

/** One line of text: as free text, without tab and line feed. */
export const OneLine = (min: number, max: number): PropertyDecorator =>
  applyDecorators(
    FreeText(min, max),
    ValidateBy({
      name: 'oneLine',
      validator: { validate: (value) => typeof value !== 'string' || !/[\t\n]/.test(value) },
    }),
  );

// A character has one or two UTF-16 units: most texts need no counting.
const isWithin = (text: string, min: number, max: number): boolean =>
  (text.length >= 2 * min || charactersOf(text) >= min) && (text.length <= max || charactersOf(text) <= max);

const isFree = (text: string): boolean => !NOT_FREE.test(text);

/** A whole number, in a body as JSON has it, in a query as decimal digits. */
export const WholeNumber = (min: number, max: number): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }) => (typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value), {
      toClassOnly: true,
    }),
    IsInt(),
    Min(min),
    Max(max),
    ApiProperty({ type: 'integer', minimum: min, maximum: max }),
  );

/** `true` or `false` of a query. */
export const QueryFlag = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }) => (value === 'true' || value === 'false' ? value === 'true' : value), { toClassOnly: true }),
    ValidateBy({ name: 'isBoolean', validator: { validate: (value) => typeof value === 'boolean' } }),
    ApiProperty({ type: 'boolean' }),
  );

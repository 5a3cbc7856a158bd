import { getMetadataStorage, type ValidationError } from 'class-validator';
import { type FieldFault, Problem } from './problem.js';
import { pointerToken } from './text-faults.js';

interface Words {
  readonly code: string;
  /** `{0}` is the first argument of the decorator, `{1}` the second. */
  readonly zh: string;
  readonly en: string;
}

const required: Words = { code: 'required', zh: '必填', en: 'is required' };
const ofList: Words = { code: 'not-in-list', zh: '须为下列之一：{0}', en: 'must be one of: {0}' };
const pattern: Words = { code: 'pattern', zh: '格式不符：{0}', en: 'must match {0}' };
const id: Words = { code: 'uuid-expected', zh: '须为 UUID', en: 'must be a UUID' };
const object: Words = { code: 'object-expected', zh: '须为对象', en: 'must be an object' };
const unknownField: Words = { code: 'unknown-field', zh: '未知字段', en: 'is not a known field' };

/** What a failed constraint is called, for programs and for people. A constraint that is not here is `not-allowed`. */
const violations = new Map<string, Words>(
  Object.entries({
    isDefined: required,
    isNotEmpty: required,
    whitelistValidation: unknownField,
    unknownValue: unknownField,
    isString: { code: 'string-expected', zh: '须为字符串', en: 'must be a string' },
    isBoolean: { code: 'boolean-expected', zh: '须为 true 或 false', en: 'must be true or false' },
    isInt: { code: 'integer-expected', zh: '须为整数', en: 'must be an integer' },
    isNumber: { code: 'number-expected', zh: '须为数值', en: 'must be a number' },
    isArray: { code: 'list-expected', zh: '须为列表', en: 'must be a list' },
    isObject: object,
    nestedValidation: { code: 'object-expected', zh: '须为对象或对象列表', en: 'must be an object, or a list of them' },
    min: { code: 'too-small', zh: '不得小于 {0}', en: 'must be at least {0}' },
    isPositive: { code: 'too-small', zh: '须大于 0', en: 'must be above 0' },
    max: { code: 'too-large', zh: '不得大于 {0}', en: 'must be at most {0}' },
    isLatitude: { code: 'out-of-range', zh: '不是纬度', en: 'is not a latitude' },
    isLongitude: { code: 'out-of-range', zh: '不是经度', en: 'is not a longitude' },
    isLength: { code: 'length', zh: '长度须为 {0} 到 {1} 个字符', en: 'must be {0} to {1} characters long' },
    minLength: { code: 'length', zh: '至少 {0} 个字符', en: 'must be at least {0} characters long' },
    maxLength: { code: 'length', zh: '至多 {0} 个字符', en: 'must be at most {0} characters long' },
    freeText: { code: 'length', zh: '须为 {0} 到 {1} 个字符的文字', en: 'must be text of {0} to {1} characters' },
    noControlCharacters: { code: 'control-character', zh: '含有控制字符', en: 'contains a control character' },
    oneLine: { code: 'one-line-expected', zh: '不得换行', en: 'must be one line' },
    arrayMinSize: { code: 'too-few', zh: '至少 {0} 项', en: 'must have at least {0} items' },
    arrayMaxSize: { code: 'too-many', zh: '至多 {0} 项', en: 'must have at most {0} items' },
    arrayNotEmpty: { code: 'too-few', zh: '至少 1 项', en: 'must have at least 1 item' },
    arrayUnique: { code: 'duplicate', zh: '有重复项', en: 'has duplicates' },
    isIn: ofList,
    isEnum: { ...ofList, zh: '须为下列之一：{1}', en: 'must be one of: {1}' },
    matches: pattern,
    isCode: { ...pattern, code: 'code-expected' },
    isUnitId: { ...pattern, code: 'unit-id-expected' },
    isRegionCode: {
      code: 'region-code-expected',
      zh: '须为 12 位区划代码',
      en: 'must be a division code of 12 digits',
    },
    isUuid: id,
    isId: id,
    isInstant: {
      code: 'instant-expected',
      zh: '须为带时区偏移的时刻（RFC 3339）',
      en: 'must be an instant with its offset (RFC 3339)',
    },
    isIso8601: { code: 'instant-expected', zh: '须为 ISO 8601 时刻', en: 'must be an ISO 8601 instant' },
    isCivilDate: { code: 'date-expected', zh: '须为存在的日期（YYYY-MM-DD）', en: 'must be a real date (YYYY-MM-DD)' },
    isDuration: { code: 'duration-expected', zh: '须为 ISO 8601 时长', en: 'must be an ISO 8601 duration' },
  } satisfies Record<string, Words>),
);

const unnamed: Words = { code: 'not-allowed', zh: '不合要求', en: 'is not allowed' };

/** Every fault of a request's object, each at its own place, in the order of the fields. */
export const faultsOf = (errors: readonly ValidationError[], pointer = ''): FieldFault[] =>
  errors.flatMap((error) => {
    const at = `${pointer}/${pointerToken(error.property)}`;
    const own = namesOf(error).map((name) => faultAt(at, inWords(error, name)));
    return [...own, ...faultsOf(error.children ?? [], at)];
  });

const faultAt = (pointer: string, { code, zh, en }: Words): FieldFault => ({ pointer, code, zh, en });

/** The answer to a body without a field that only the caller’s role requires: the same as for any missing field. */
export const fieldRequired = (pointer: string): Problem =>
  new Problem('invalid-request', { faults: [faultAt(pointer, required)] });

/** A path whose id is none. */
export const idFault = (pointer: string): FieldFault => faultAt(pointer, id);

/** A field that no DTO has. */
export const unknownFieldFault = (pointer: string): FieldFault => faultAt(pointer, unknownField);

/** Something else where one object belongs. */
export const objectFault = (pointer: string): FieldFault => faultAt(pointer, object);

/** A field that is not there breaks all its rules; one word is enough then. */
function namesOf({ value, constraints = {} }: ValidationError): string[] {
  const names = Object.keys(constraints);
  return value === undefined && names.length > 0 && !('whitelistValidation' in constraints) ? ['isDefined'] : names;
}

function inWords(error: ValidationError, name: string): Words {
  const { code, zh, en } = violations.get(name) ?? unnamed;
  const values = argumentsOf(error, name);
  const fill = (text: string): string => text.replaceAll(/\{(\d)\}/g, (_, at: string) => values[Number(at)] ?? '');
  return { code, zh: fill(zh), en: fill(en) };
}

/** What the decorator was given; class-validator tells it only inside its own sentence. */
function argumentsOf({ target, property }: ValidationError, name: string): string[] {
  if (target === undefined) return [];
  const metadatas = getMetadataStorage().getTargetValidationMetadatas(target.constructor, '', false, false);
  const rule = metadatas.find((metadata) => metadata.propertyName === property && metadata.name === name);
  const given: readonly unknown[] = Array.isArray(rule?.constraints) ? rule.constraints : [];
  return given.map((value) => (Array.isArray(value) ? value.join(', ') : String(value)));
}

import type { FieldFault } from './problem.js';

type Words = Omit<FieldFault, 'pointer' | 'in'>;

// Tab, line feed and carriage return pass here; a field that is no free text refuses them by its own rule.
const CONTROL = /(?![\t\n\r])\p{Cc}/u;
const LONE_SURROGATE = /\p{Cs}/u;
// Keys by which a careless copy would reach the prototype.
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
const MAX_DEPTH = 32;
const MAX_FAULTS = 20;

const control: Words = { code: 'control-character', zh: '含有控制字符', en: 'contains a control character' };
const surrogate: Words = { code: 'lone-surrogate', zh: '含有不成对的代理项', en: 'contains a lone surrogate' };
const forbiddenKey: Words = { code: 'forbidden-key', zh: '不允许的字段名', en: 'is not an allowed name' };
const tooDeep: Words = {
  code: 'too-deep',
  zh: `嵌套超过 ${MAX_DEPTH} 层`,
  en: `is nested deeper than ${MAX_DEPTH} levels`,
};
const tooLarge: Words = { code: 'number-out-of-range', zh: '数值超出可精确表示的范围', en: 'is beyond exact numbers' };

/** What no text may hold, wherever it stands. */
export function textFault(text: string): Words | undefined {
  if (CONTROL.test(text)) return control;
  return LONE_SURROGATE.test(text) ? surrogate : undefined;
}

interface Place {
  readonly value: unknown;
  readonly pointer: string;
  readonly depth: number;
}

/**
 * What is wrong anywhere in parsed JSON, whatever its schema. Walks with a stack of its own, so that depth costs no
 * call stack; stops at twenty faults.
 */
export function jsonFaults(body: unknown): FieldFault[] {
  const faults: FieldFault[] = [];
  const open: Place[] = [{ value: body, pointer: '', depth: 0 }];
  for (let place = open.pop(); place !== undefined && faults.length < MAX_FAULTS; place = open.pop()) {
    const { value, pointer, depth } = place;
    const words = depth > MAX_DEPTH ? tooDeep : valueFault(value);
    if (words) faults.push({ pointer, ...words });
    else if (typeof value === 'object' && value !== null) descend(place, value, { open, faults });
  }
  return faults;
}

function valueFault(value: unknown): Words | undefined {
  if (typeof value === 'string') return textFault(value);
  // 1e999 parses to Infinity, and 2^53 + 1 to another number than was sent.
  if (typeof value === 'number' && !(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) return tooLarge;
  return undefined;
}

type Walk = { readonly open: Place[]; readonly faults: FieldFault[] };

function descend({ pointer, depth }: Place, value: object, { open, faults }: Walk): void {
  for (const [name, inner] of Object.entries(value)) {
    const at = `${pointer}/${pointerToken(name)}`;
    const words = FORBIDDEN_KEYS.has(name) ? forbiddenKey : textFault(name);
    if (words) faults.push({ pointer: at, ...words });
    else open.push({ value: inner, pointer: at, depth: depth + 1 });
  }
}

/** A name as one token of a JSON pointer (RFC 6901). */
export const pointerToken = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

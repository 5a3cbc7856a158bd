import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from './problem.js';
import { jsonFaults } from './text-faults.js';

const whole = (code: string, zh: string, en: string): Problem =>
  new Problem('invalid-request', { faults: [{ pointer: '', code, zh, en }] });

/**
 * A request body as a JSON object; undefined when it is empty, which is what a command without fields may send.
 * @throws Problem invalid-request, never with a word of the body in it
 */
export function parseJsonBody(bytes: Buffer): object | undefined {
  if (bytes.length === 0) return undefined;
  if (!isUtf8(bytes)) throw whole('invalid-utf8', '不是有效的 UTF-8', 'is not valid UTF-8');
  const body = parsed(bytes.toString('utf8'));
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw whole('object-expected', '须为 JSON 对象', 'must be a JSON object');
  }
  const faults = jsonFaults(body);
  if (faults.length > 0) throw new Problem('invalid-request', { faults });
  return body;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not as its cause: V8 quotes the text around the error.
    throw whole('malformed-json', '不是有效的 JSON', 'is not valid JSON');
  }
}

// A parameter of the media type is allowed only when it says what is so anyway (RFC 8259: JSON is UTF-8).
const JSON_TYPE = /^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/i;

export const isJsonType = (contentType: string | undefined): boolean => JSON_TYPE.test(contentType ?? '');

/** Whether a body is compressed: nothing here takes it apart again. */
export const isEncoded = ({ 'content-encoding': encoding }: IncomingHttpHeaders): boolean =>
  encoding !== undefined && encoding.toLowerCase() !== 'identity';

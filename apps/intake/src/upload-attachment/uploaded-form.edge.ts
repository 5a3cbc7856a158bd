import { Readable } from 'node:stream';
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy';
import { Problem } from '@bihuan/platform';
import type { FastifyRequest } from 'fastify';

/** What of a request holds the form. */
export type FormRequest = Pick<FastifyRequest, 'body' | 'headers'>;

/** What a form says beside its file; complete once the last byte of the file was read. */
export interface Declared {
  /** Of the original bytes, 64 hex. */
  sha256?: string;
}

type Keep<Kept> = (content: AsyncIterable<Uint8Array>, declared: Declared) => Promise<Kept>;

const LIMITS = { files: 1, fields: 1, fieldSize: 64, fieldNameSize: 20, headerPairs: 20, headerSize: 8 * 1024 };
const SHA_256 = /^[0-9a-f]{64}$/i;

const fault = (pointer: string, code: string, zh: string, en: string): Problem =>
  new Problem('invalid-request', { faults: [{ pointer, code, zh, en }] });
const malformed = (): Problem => fault('', 'malformed-form', '不是有效的表单', 'is not a valid form');
const tooMany = (): Problem => fault('/file', 'too-many', '只能上传一个文件', 'must be one file');
const unknownField = (name: string): Problem => fault(`/${name}`, 'unknown-field', '未知字段', 'is not a known field');

/**
 * Hands the file of a form on while it arrives: neither memory nor a disk holds it whole. The form is known to be sound
 * when the content ends, so whoever keeps it keeps nothing of a broken one.
 * @throws Problem unsupported-media-type, invalid-request
 */
export async function keepUpload<Kept>({ body, headers }: FormRequest, keep: Keep<Kept>): Promise<Kept> {
  if (!(body instanceof Readable)) throw new Problem('unsupported-media-type');
  const form = parserFor(headers['content-type'] ?? '');
  const declared: Declared = {};
  const ended = endOf(form, declared);
  const file = fileOf(form, ended);
  body.pipe(form);
  try {
    return await keep(contentOf(await file, ended), declared);
  } finally {
    // The answer may come before the last byte. What is left is read and dropped, or the caller never sees the answer.
    body.unpipe(form);
    body.resume();
    form.destroy();
  }
}

function parserFor(contentType: string): BusboyInstance {
  try {
    return new Busboy({ headers: { 'content-type': contentType }, limits: LIMITS });
  } catch {
    throw malformed();
  }
}

/** Resolves when all of the form was read and nothing is wrong with it. */
function endOf(form: BusboyInstance, declared: Declared): Promise<void> {
  const ended = new Promise<void>((resolve, reject) => {
    form.on('finish', resolve);
    form.on('error', () => reject(malformed()));
    form.on('filesLimit', () => reject(tooMany()));
    form.on('fieldsLimit', () => reject(malformed()));
    form.on('field', (name, value) => {
      if (name !== 'sha256') reject(unknownField(name));
      else if (!SHA_256.test(value))
        reject(fault('/sha256', 'malformed-hash', '须为 64 位十六进制', 'must be 64 hex digits'));
      else declared.sha256 = value;
    });
  });
  // Heard of again by whoever waits for it; until then it is no unhandled rejection.
  ended.catch(() => undefined);
  return ended;
}

/** The one file, as soon as its first byte is there. */
async function fileOf(form: BusboyInstance, ended: Promise<void>): Promise<BusboyFileStream> {
  const begun = new Promise<BusboyFileStream>((resolve, reject) => {
    form.on('file', (name, stream) => {
      // A form that is cut short emits its error without ending the stream, and perhaps before anybody reads it.
      stream.on('error', (error: Error) => stream.destroy(error));
      if (name === 'file') return resolve(stream);
      stream.resume();
      reject(unknownField(name));
    });
  });
  const without = ended.then(() => {
    throw fault('/file', 'required', '必填', 'is required');
  });
  return Promise.race([begun, without]);
}

async function* contentOf(file: BusboyFileStream, ended: Promise<void>): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of file) {
      if (Buffer.isBuffer(chunk)) yield chunk;
    }
  } catch {
    throw malformed();
  }
  // A second file, or a hash, may come after the first.
  await ended;
}

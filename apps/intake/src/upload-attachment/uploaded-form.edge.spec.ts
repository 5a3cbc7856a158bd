import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { type Declared, type FormRequest, keepUpload } from './uploaded-form.edge.js';

const HASH = 'a'.repeat(64);
const BOUNDARY = 'x-boundary';
const part = (disposition: string, content: string, type = 'image/jpeg'): string =>
  `--${BOUNDARY}\r\ncontent-disposition: form-data; ${disposition}\r\ncontent-type: ${type}\r\n\r\n${content}\r\n`;
const file = (content: string, name = 'file'): string => part(`name="${name}"; filename="a.jpg"`, content);
const field = (name: string, content: string): string => part(`name="${name}"`, content, 'text/plain');
const END = `--${BOUNDARY}--\r\n`;

/** A request whose body arrives in pieces of 7 bytes. */
const requestOf = (text: string, contentType = `multipart/form-data; boundary=${BOUNDARY}`): FormRequest => {
  const bytes = Buffer.from(text);
  const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, index) =>
    bytes.subarray(index * 7, index * 7 + 7),
  );
  return { body: Readable.from(pieces), headers: { 'content-type': contentType } };
};

const keep = async (content: AsyncIterable<Uint8Array>, declared: Declared) => {
  const chunks: Uint8Array[] = await Readable.from(content).toArray();
  return [Buffer.concat(chunks).toString(), declared.sha256];
};
const faultOf = (code: string, pointer: string) =>
  expect.objectContaining({ code: 'invalid-request', told: { faults: [expect.objectContaining({ code, pointer })] } });

describe('a form with a file', () => {
  it.each([
    ['alone', file('photo') + END, undefined],
    ['after its hash', field('sha256', HASH) + file('photo') + END, HASH],
    ['before its hash', file('photo') + field('sha256', HASH) + END, HASH],
  ])('brings it %s', async (_, text, sha256) => {
    expect(await keepUpload(requestOf(text), keep)).toEqual(['photo', sha256]);
  });

  it('brings an empty file as well', async () => {
    expect(await keepUpload(requestOf(file('') + END), keep)).toEqual(['', undefined]);
  });

  it.each([
    ['without its file', field('sha256', HASH) + END, 'required', '/file'],
    ['with a file of another name', file('photo', 'picture') + END, 'unknown-field', '/picture'],
    ['with two files', file('one') + file('two') + END, 'too-many', '/file'],
    ['with a field that is not known', file('photo') + field('title', 'x') + END, 'unknown-field', '/title'],
    ['with a hash that is none', file('photo') + field('sha256', 'abc') + END, 'malformed-hash', '/sha256'],
    ['cut within its file', file('photo').slice(0, -4), 'malformed-form', ''],
    ['cut before its end', file('photo'), 'malformed-form', ''],
    ['that is no form', 'hello', 'malformed-form', ''],
  ])('is refused %s', async (_, text, code, pointer) => {
    await expect(keepUpload(requestOf(text), keep)).rejects.toEqual(faultOf(code, pointer));
  });

  it('is refused without a boundary', async () => {
    const request = requestOf(file('photo') + END, 'multipart/form-data');
    await expect(keepUpload(request, keep)).rejects.toEqual(faultOf('malformed-form', ''));
  });

  it('is no JSON', async () => {
    const request = { body: { file: 'photo' }, headers: {} };
    await expect(keepUpload(request, keep)).rejects.toMatchObject({ code: 'unsupported-media-type' });
  });

  it('is read to its end when its content is refused at the first byte', async () => {
    const request = requestOf(file('x'.repeat(100_000)) + END);
    const refused = keepUpload(request, async (content) => {
      for await (const _ of content) throw new RangeError('refused');
    });
    await expect(refused).rejects.toThrow('refused');
    const body = request.body as Readable;
    await finished(body);
    expect(body.readableEnded).toBe(true);
  });
});

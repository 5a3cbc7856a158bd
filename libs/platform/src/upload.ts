import { Readable } from 'node:stream';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isEncoded } from './json-body.js';
import { Problem } from './problem.js';

/** A path that takes `multipart/form-data`; every other answers it with 415. */
export const TakesUploads = (): MethodDecorator => RouteConfig({ takesUploads: true });

const takesUploads = (config: object): boolean => 'takesUploads' in config && config.takesUploads === true;

/** Hands the bytes of an upload on unread, so that the handler sets the limit. */
export function addUploadParser(server: FastifyInstance): void {
  server.addContentTypeParser('multipart/form-data', async (request: FastifyRequest, payload: unknown) => {
    if (isEncoded(request.headers) || !takesUploads(request.routeOptions.config))
      throw new Problem('unsupported-media-type');
    return payload;
  });
}

// What boundaries, names and types of a form with one file take at most.
const FRAME_BYTES = 64 * 1024;

/**
 * The file that a form holds under `field`, in memory.
 * @param tooLarge makes the error for a file of more than `maxBytes`; the rest of it is not read
 * @throws Problem unsupported-media-type, invalid-request
 */
export async function uploadIn(
  request: FastifyRequest,
  field: string,
  { maxBytes, tooLarge }: { readonly maxBytes: number; readonly tooLarge: () => Error },
): Promise<File> {
  const { body, headers } = request;
  if (!(body instanceof Readable)) throw new Problem('unsupported-media-type');
  const form = await formOf(await bytesOf(body, maxBytes + FRAME_BYTES, tooLarge), headers['content-type'] ?? '');
  const file = form.get(field);
  if (!(file instanceof File)) throw malformed(`/${field}`, 'required', '必填', 'is required');
  if (file.size > maxBytes) throw tooLarge();
  return file;
}

async function bytesOf(stream: Readable, maxBytes: number, tooLarge: () => Error): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('an upload is bytes');
    size += chunk.length;
    if (size > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function formOf(bytes: Buffer<ArrayBuffer>, contentType: string): Promise<FormData> {
  try {
    return await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw malformed('', 'malformed-form', '不是有效的表单', 'is not a valid form');
  }
}

const malformed = (pointer: string, code: string, zh: string, en: string): Problem =>
  new Problem('invalid-request', { faults: [{ pointer, code, zh, en }] });

import type { IHeaders, Message } from 'kafkajs';

/** Length, attributes, timestamp, offset and counts of a message, and the lengths of a part: at most, as the protocol has them. */
const FRAME = 40;
const LENGTHS = 10;

/** Bytes that a message takes in a batch that is not compressed; never fewer. */
export const sizeOf = ({ key, value, headers }: Message): number =>
  FRAME + bytesOf(key) + bytesOf(value) + ofHeaders(headers);

function ofHeaders(headers: IHeaders = {}): number {
  let bytes = 0;
  for (const [name, told] of Object.entries(headers))
    for (const value of Array.isArray(told) ? told : [told]) bytes += LENGTHS + bytesOf(name) + bytesOf(value);
  return bytes;
}

const bytesOf = (part: string | Buffer | null | undefined): number => (part ? Buffer.byteLength(part) : 0);

/** How one element type is told in PostgreSQL's binary form. */
interface Codec<T> {
  readonly oid: number;
  readonly size: (value: T) => number;
  readonly write: (bytes: Buffer, at: number, value: T) => void;
}

const HEADER_BYTES = 12;
const DIMENSION_BYTES = 8;
const LENGTH_BYTES = 4;
/** The length of an element that is NULL. */
const NULL_LENGTH = -1;
// PostgreSQL counts microseconds from 2000-01-01T00:00:00Z.
const POSTGRES_EPOCH_MS = 946_684_800_000;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

// PostgreSQL's binary form of one-dimensional arrays has half the bytes of the text form and none of its parsing. It is
// put together in one buffer: an append has 37 of them.
const arrayOf =
  <T>({ oid, size, write }: Codec<T>) =>
  (values: readonly (T | null | undefined)[]): Buffer => {
    const sizes = values.map((value) => (value === null || value === undefined ? NULL_LENGTH : size(value)));
    const bytes = begun(oid, sizes);
    let at = HEADER_BYTES + DIMENSION_BYTES;
    values.forEach((value, index) => {
      at = bytes.writeInt32BE(sizes[index] ?? NULL_LENGTH, at);
      if (value === null || value === undefined) return;
      write(bytes, at, value);
      at += sizes[index] ?? 0;
    });
    return bytes;
  };

/** The array without its elements, in the size that they need. */
function begun(oid: number, sizes: readonly number[]): Buffer {
  const isEmpty = sizes.length === 0;
  const total = sizes.reduce((sum, size) => sum + LENGTH_BYTES + Math.max(0, size), 0);
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + (isEmpty ? 0 : DIMENSION_BYTES + total));
  bytes.writeInt32BE(isEmpty ? 0 : 1, 0);
  bytes.writeInt32BE(sizes.includes(NULL_LENGTH) ? 1 : 0, 4);
  bytes.writeInt32BE(oid, 8);
  if (isEmpty) return bytes;
  bytes.writeInt32BE(sizes.length, 12);
  bytes.writeInt32BE(1, 16);
  return bytes;
}

/** Array of int4 as a parameter of a query; null and undefined are NULL. */
export const int4Array = arrayOf<number>({
  oid: 23,
  size: () => 4,
  write: (bytes, at, value) => bytes.writeInt32BE(value, at),
});

/** Array of int8. @throws RangeError for what is no whole number */
export const int8Array = arrayOf<number>({
  oid: 20,
  size: () => 8,
  write: (bytes, at, value) => bytes.writeBigInt64BE(BigInt(value), at),
});

/** Array of bool. */
export const boolArray = arrayOf<boolean>({
  oid: 16,
  size: () => 1,
  write: (bytes, at, value) => bytes.writeUInt8(value ? 1 : 0, at),
});

/** Array of text. */
export const textArray = arrayOf<string>({
  oid: 25,
  size: (value) => Buffer.byteLength(value, 'utf8'),
  write: (bytes, at, value) => bytes.write(value, at, 'utf8'),
});

/** Array of uuid. @throws TypeError for what is none */
export const uuidArray = arrayOf<string>({
  oid: 2950,
  size: () => 16,
  write: (bytes, at, value) => {
    if (!UUID.test(value)) throw new TypeError(`${value} is no UUID`);
    bytes.write(value.replaceAll('-', ''), at, 'hex');
  },
});

/** Array of bytea. */
export const byteaArray = arrayOf<Uint8Array>({
  oid: 17,
  size: (value) => value.length,
  write: (bytes, at, value) => bytes.set(value, at),
});

/** Array of bytea, told in hex. @throws TypeError for what is no hex */
export const hexArray = arrayOf<string>({
  oid: 17,
  size: (value) => value.length / 2,
  write: (bytes, at, value) => {
    if (bytes.write(value, at, 'hex') * 2 !== value.length) throw new TypeError(`${value} is no hex`);
  },
});

/** Array of timestamptz, told in ISO-8601. @throws RangeError for what is no instant */
export const timestamptzArray = arrayOf<string>({
  oid: 1184,
  size: () => 8,
  write: (bytes, at, value) => bytes.writeBigInt64BE(BigInt(Date.parse(value) - POSTGRES_EPOCH_MS) * 1000n, at),
});

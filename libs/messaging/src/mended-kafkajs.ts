import { createRequire } from 'node:module';

/** What a connection of the library has to send; the library tells no types of its inside. */
interface Queue {
  readonly pending: unknown[];
  readonly throttleCheckTimeoutId: NodeJS.Timeout | null;
  /** Looks soon whether what is pending can be sent. */
  scheduleCheckPendingRequests: (this: Queue) => void;
}

/** Writes what is sent; each header of a message has one of its own. */
interface Encoder {
  readonly buffer: Buffer;
  readonly buf: Buffer;
  readonly writeVarIntString: (text: string) => Encoder;
}

const inside = createRequire(import.meta.url);
export const RequestQueue: { readonly prototype: Queue; new (parts: object): Queue } = inside(
  'kafkajs/src/network/requestQueue',
);
export const MessageEncoder: { nextPowerOfTwo: (size: number) => number; new (): Encoder } =
  inside('kafkajs/src/protocol/encoder');
const { scheduleCheckPendingRequests } = RequestQueue.prototype;
const { nextPowerOfTwo } = MessageEncoder;

/** What an encoder asks for when nobody has told it a size. */
const UNTOLD_SIZE = 511;
/** The most that V8 keeps within its heap; a header of ours has 38 bytes on average. */
const SMALL_SIZE = 64;

/** Mends two costs of the library, for every client of this process (docs/decisions/0018). */
export function mendKafkajs(): void {
  // It looks for what is pending though nothing is, and so wakes each connection every millisecond for as long as it
  // lives. What is pushed later, or answered, makes it look by itself.
  RequestQueue.prototype.scheduleCheckPendingRequests = function () {
    if (this.pending.length > 0) scheduleCheckPendingRequests.call(this);
  };
  // It begins each header with half a KiB of memory of its own; one that needs more grows.
  MessageEncoder.nextPowerOfTwo = (size) => (size === UNTOLD_SIZE ? SMALL_SIZE : nextPowerOfTwo(size));
}

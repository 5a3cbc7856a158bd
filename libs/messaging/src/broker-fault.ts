import { isPassing } from '@bihuan/event-store';
import { BrokersNotReady, SendFailed } from './errors.js';

/** What stands in the way of a relay: codes and names of topics, never words of an error. */
export interface Fault {
  /** As the health page says it. */
  readonly reason: string;
  /** Type of the error: the brokers' own word where they answered. */
  readonly code: string;
  /** Where one topic alone was refused. */
  readonly topic?: string;
  /** The brokers have answered and will answer the same until somebody changes something. */
  readonly isRefusal: boolean;
}

/** Hears of what stands in the way of something that goes on trying. */
export interface FaultWatcher {
  /** Once for each fault, until it goes well; then without one. */
  hindered(what: string, fault: Pick<Fault, 'code' | 'topic'> | undefined): void;
}

const A_RIGHT = /AUTHORIZATION|SASL/;
const DATABASE_RIGHT = '42501';
const SQLSTATE = /^[0-9A-Z]{5}$/;

/** Type of a fault of the brokers, or of the way to them; undefined when the fault is another. */
export const brokerFaultOf = (error: unknown): string | undefined => brokerFault(error)?.code;

/** The cause of a fault, as it is logged and shown. */
export const faultOf = (error: unknown): Fault => brokerFault(error) ?? databaseFault(error) ?? ownFault(error);

function brokerFault(error: unknown): Fault | undefined {
  const chain = chainOf(error);
  const told = chain.findLast(({ name }) => name.startsWith('KafkaJS') || name === 'BrokersNotReady');
  if (!told) return undefined;
  if (told instanceof BrokersNotReady) return { reason: told.message, code: told.code, isRefusal: false };
  const code = textIn(told, 'type') ?? told.name;
  const isRefusal = Reflect.get(told, 'retriable') === false;
  // Brokers that are away are away for every topic: only what is refused is a matter of one.
  const topic = isRefusal ? topicIn(chain) : undefined;
  const where = topic === undefined ? '' : ` on ${topic}`;
  const what = A_RIGHT.test(code.toUpperCase())
    ? `the brokers refuse a right: ${code}`
    : `the brokers fail with ${code}`;
  return { reason: what + where, code, isRefusal, ...(topic === undefined ? {} : { topic }) };
}

function databaseFault(error: unknown): Fault | undefined {
  const [thrown] = chainOf(error);
  if (!thrown) return undefined;
  const code = textIn(thrown, 'code') ?? thrown.name;
  if (code === DATABASE_RIGHT) return { reason: `the database refuses a right: ${code}`, code, isRefusal: true };
  if (!isPassing(error) && !SQLSTATE.test(code)) return undefined;
  return { reason: `the database fails with ${code}`, code, isRefusal: false };
}

function ownFault(error: unknown): Fault {
  const code = chainOf(error)[0]?.name ?? 'Error';
  return { reason: `it fails with ${code}`, code, isRefusal: false };
}

/** An error and what it was thrown for, the innermost last; by their shape, for those of another realm are no Error of ours. */
function chainOf(error: unknown): readonly Error[] {
  if (!isError(error)) return [];
  const together: unknown = Reflect.get(error, 'errors');
  return [error, ...chainOf(error.cause ?? (Array.isArray(together) ? together[0] : undefined))];
}

const isError = (told: unknown): told is Error =>
  typeof told === 'object' && told !== null && 'name' in told && 'message' in told;

const topicIn = (chain: readonly Error[]): string | undefined =>
  chain.find((error) => error instanceof SendFailed)?.topic ??
  chain.map((error) => textIn(error, 'topic')).find(Boolean);

function textIn(error: Error, field: string): string | undefined {
  const value: unknown = Reflect.get(error, field);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

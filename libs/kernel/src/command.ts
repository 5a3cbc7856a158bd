import type { Actor } from './actor.js';

/** What a credential is bound to beside its role; empty lists bind to nothing. */
export interface Binding {
  /** Grids of a grid worker. */
  readonly gridCodes: readonly string[];
  /** Source systems of an integrator. */
  readonly sourceSystems: readonly string[];
}

/** `Idempotency-Key` of a caller: the key within its scope, and what its body was. */
export interface IdempotencyKey {
  /** Tenant, credential, method, path and key, as one string. */
  readonly key: string;
  /** HMAC-SHA256 of the body under a tenant key, 32 bytes. */
  readonly bodyHmac: Uint8Array;
}

/** What a reaction answers, and what makes it too late. */
export interface Trigger {
  readonly streamId: string;
  readonly eventId: string;
  /** Version of the causing event in its stream. */
  readonly version: number;
  /** Position of the causing event: what was in force for it is what was published before it. */
  readonly position: number;
  /** Instant of the causing event, ISO-8601 UTC. */
  readonly recordedAt: string;
  /**
   * `status`: any later change of the status makes it too late. A list: a later event of one of these types with the
   * same subject does. Absent: nothing does.
   */
  readonly supersededBy?:
    'status' | { readonly types: readonly string[]; readonly subjectKey: string; readonly subject: unknown };
}

/** Who asks, when, and in what connection. */
export interface CommandMeta {
  readonly tenantId: string;
  readonly actor: Actor;
  readonly binding?: Binding;
  /** Instant the command was received, ISO-8601 UTC. A claim: rules take the present from their `Occasion`. */
  readonly at: string;
  /** Trace-id of the request that began it all, 32 hex. */
  readonly correlationId: string;
  /**
   * Made once and kept over all tries: a stream that carries it has had this command. A reaction's is the UUIDv5 of
   * `<service>.<slice>:<causationId>`, so that an event delivered twice is one command.
   */
  readonly commandId: string;
  /** The event a reaction answers; absent when a person asked. */
  readonly causationId?: string;
  /** Of a reaction only. */
  readonly trigger?: Trigger;
  /** One effect and one answer per key of a caller (`Idempotency-Key`). */
  readonly idempotencyKey?: IdempotencyKey;
  /** Version of the stream the caller last saw (`If-Match`). */
  readonly expectedVersion?: number;
}

/** A text or an identity, encrypted: becomes durable in the very append whose facts name it, or not at all. */
export interface Sealed {
  readonly ref: string;
  /** The data key of this ref, wrapped by the tenant's. Destroying it erases the text and leaves every fact valid. */
  readonly wrappedKey: Uint8Array;
  readonly ciphertext: Uint8Array;
}

/** A wish in the imperative. A class, so that the command bus finds its handler; still plain data. */
export abstract class Command<Data = unknown> {
  constructor(
    readonly data: Readonly<Data>,
    readonly meta: CommandMeta,
    readonly sealed: readonly Sealed[] = [],
  ) {}
}

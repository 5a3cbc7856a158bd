import { ApiProperty } from '@nestjs/swagger';

/** Who acted. */
export class ActorDto {
  @ApiProperty({ enum: ['STAFF', 'CITIZEN', 'INTEGRATOR', 'DEVICE', 'SYSTEM'] })
  kind: string;

  /** Code of an account, a key, a device or a service; never a person. */
  ref: string;

  unitId?: string;

  role: string;
}

/** One event with its whole envelope: complete, hash included. */
export class EnvelopeDto {
  @ApiProperty({ format: 'uuid' })
  eventId: string;

  /** @example 'CaseRegistered' */
  eventType: string;

  @ApiProperty({ type: 'integer', minimum: 1 })
  schemaVersion: number;

  tenantId: string;

  /** @example 'case' */
  streamType: string;

  streamId: string;

  /** Place in the stream, from 1. */
  @ApiProperty({ type: 'integer', minimum: 1 })
  streamVersion: number;

  /** Place in the ledger; rises, with gaps. */
  @ApiProperty({ type: 'integer', minimum: 1 })
  globalPosition: number;

  /** A claim. */
  @ApiProperty({ format: 'date-time' })
  occurredAt: string;

  /** The only time that clocks trust. */
  @ApiProperty({ format: 'date-time' })
  recordedAt: string;

  actor: ActorDto;

  /** Trace-id of the request that began it all, 32 hex. */
  correlationId: string;

  /** The event this one answers. */
  @ApiProperty({ format: 'uuid', required: false })
  causationId?: string;

  @ApiProperty({ format: 'uuid' })
  commandId: string;

  @ApiProperty({ enum: ['INTAKE', 'ROUTING', 'SUPERVISION', 'FEEDBACK', 'VAULT'] })
  service: string;

  @ApiProperty({ enum: ['INTERNAL', 'RESTRICTED'] })
  classification: string;

  @ApiProperty({ example: 'sha256' })
  hashAlg: string;

  /** 64 hex; zeros for the first of a stream. */
  prevHash: string;

  /** 64 hex. */
  hash: string;

  /** Codes, counts, instants and references: never a name, a phone or a text. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  data: unknown;
}

import { type ArgumentMetadata, ValidationPipe } from '@nestjs/common';
import { type FieldFault, Problem } from './problem.js';
import { textFault } from './text-faults.js';
import { inheritedNameFaults, listFaults } from './unseen-faults.js';
import { faultsOf } from './violations.js';

const PLACES = { query: 'query', param: 'path' } as const;

/** Holds what a request brings to its DTO; unknown fields are refused, and what is null is as good as absent. */
export class EdgeValidationPipe extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      transform: true,
      validationError: { target: true, value: true },
      exceptionFactory: (errors) => new Problem('invalid-request', { faults: faultsOf(errors) }),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { type } = metadata;
    if (type === 'custom') return value;
    if (type === 'body') return withoutNulls(await this.held(value, metadata));
    const place = PLACES[type];
    // A body was looked through as it was parsed; path and query come as they are.
    const faults = textsIn(value, metadata.data).map((fault) => placed(fault, place));
    refuseAny(faults);
    try {
      return await this.held(value, metadata);
    } catch (error) {
      throw error instanceof Problem ? inPlace(error, place) : error;
    }
  }

  private async held(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    // What has no DTO is held to a schema of its own.
    if (!this.toValidate(metadata)) return super.transform(value, metadata);
    refuseAny(inheritedNameFaults(value));
    const dto: object = await super.transform(value, metadata);
    refuseAny(listFaults(dto));
    return dto;
  }
}

function refuseAny(faults: readonly FieldFault[]): void {
  if (faults.length > 0) throw new Problem('invalid-request', { faults });
}

function textsIn(value: unknown, name = ''): FieldFault[] {
  const named = typeof value === 'object' && value !== null ? Object.entries(value) : [[name, value] as const];
  return named.flatMap(([field, text]) => {
    const texts: unknown[] = Array.isArray(text) ? text : [text];
    const words = texts.map((one) => (typeof one === 'string' ? textFault(one) : undefined)).find((fault) => fault);
    return words ? [{ pointer: `/${field}`, ...words }] : [];
  });
}

const placed = (fault: FieldFault, place: 'query' | 'path'): FieldFault => ({ ...fault, in: place });

const inPlace = ({ code, told }: Problem, place: 'query' | 'path'): Problem =>
  new Problem(code, { ...told, faults: (told.faults ?? []).map((fault) => placed(fault, place)) });

/** Optional fields are typed as absent, never as null; plain objects inside belong to a schema of their own. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) for (const item of value) withoutNulls(item);
  else if (isDto(value)) {
    for (const [name, inner] of Object.entries(value)) {
      if (inner === null) Reflect.deleteProperty(value, name);
      else withoutNulls(inner);
    }
  }
  return value;
}

const isDto = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  Object.getPrototypeOf(value) !== Object.prototype &&
  !ArrayBuffer.isView(value);

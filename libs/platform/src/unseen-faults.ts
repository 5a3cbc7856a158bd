import { getMetadataStorage } from 'class-validator';
import type { FieldFault } from './problem.js';
import { pointerToken } from './text-faults.js';
import { objectFault, unknownFieldFault } from './violations.js';

// What the libraries that fill and check a DTO do not see.

const INHERITED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Fields that are named as a member of every object: they are skipped as such before anybody asks what they are. */
export function inheritedNameFaults(value: unknown, pointer = ''): FieldFault[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const at = `${pointer}/${pointerToken(name)}`;
    return INHERITED.has(name) ? [unknownFieldFault(at)] : inheritedNameFaults(inner, at);
  });
}

/** Lists where a DTO has one object: each item is held to its rules, the list itself to none. */
export function listFaults(dto: object, pointer = ''): FieldFault[] {
  return nestedIn(dto).flatMap(([name, value]) => {
    const at = `${pointer}/${pointerToken(name)}`;
    return Array.isArray(value) ? [objectFault(at)] : listFaults(value, at);
  });
}

/** The fields of one nested DTO, with what they hold. */
function nestedIn(dto: object): [string, object][] {
  const rules = getMetadataStorage().getTargetValidationMetadatas(dto.constructor, '', false, false);
  const names = new Set(
    rules.filter(({ type, each }) => type === 'nestedValidation' && !each).map(({ propertyName }) => propertyName),
  );
  return Object.entries(dto).filter(([name, value]) => names.has(name) && typeof value === 'object' && value !== null);
}

import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { Problem } from './problem.js';
import { idFault } from './violations.js';

/** An id of a path: a UUID of any version, in small letters from here on, as ids are compared as text. */
@Injectable()
export class PathIdPipe implements PipeTransform<string, string> {
  /** @throws Problem invalid-request */
  transform(value: string, { data: name = '' }: ArgumentMetadata): string {
    if (!isUUID(value)) throw new Problem('invalid-request', { faults: [{ ...idFault(`/${name}`), in: 'path' }] });
    return value.toLowerCase();
  }
}

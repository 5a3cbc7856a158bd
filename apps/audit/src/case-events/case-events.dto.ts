import { PageDto } from '@bihuan/platform';
import { EnvelopeDto } from '../domain/envelope.dto.js';

export class CaseEventsDto extends PageDto {
  /** Oldest first. */
  items: EnvelopeDto[];
}

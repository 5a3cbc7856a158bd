import { type CaseEventOf, eventsByOwner } from '@bihuan/case';
import { IsInstant } from '@bihuan/platform';
import { IsIn } from 'class-validator';

type Contact = CaseEventOf<'ContactAttempted'>['data'];
const { medium, result } = eventsByOwner.feedback.ContactAttempted.shape;

export class RecordContactDto {
  /** How the unit tried to reach the party. */
  @IsIn(medium.options)
  medium: Contact['medium'];

  /** What came of it. */
  @IsIn(result.options)
  result: Contact['result'];

  /** When, as the unit says. */
  @IsInstant()
  at: string;
}

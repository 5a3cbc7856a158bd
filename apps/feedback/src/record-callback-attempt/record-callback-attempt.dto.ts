import { type CaseEventOf, eventsByOwner } from '@bihuan/case';
import { IsIn } from 'class-validator';

type Attempt = CaseEventOf<'CallbackAttempted'>['data'];
const { channel, result } = eventsByOwner.feedback.CallbackAttempted.shape;

export class RecordCallbackAttemptDto {
  /** How the party was tried. */
  @IsIn(channel.options)
  channel: Attempt['channel'];

  /** What came of it. */
  @IsIn(result.options)
  result: Attempt['result'];
}

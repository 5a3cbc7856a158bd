import { type CaseEventOf, eventsByOwner } from '@bihuan/case';
import { FreeText } from '@bihuan/platform';
import { IsBoolean, IsIn, IsOptional, ValidateIf } from 'class-validator';

type Answers = CaseEventOf<'CallbackCompleted'>['data'];
const { channel, solved, satisfaction, cause } = eventsByOwner.feedback.CallbackCompleted.shape;

// The cause decides between closing and rework, so a dissatisfied party's must be known.
const needsCause = ({ cause: given, satisfaction: rated }: CompleteCallbackDto): boolean =>
  (given ?? null) !== null || rated === 'DISSATISFIED' || rated === 'VERY_DISSATISFIED';

export class CompleteCallbackDto {
  /** How the party was asked. */
  @IsIn(channel.options)
  channel: Answers['channel'];

  /** Whether the unit had contacted the party. */
  @IsOptional()
  @IsBoolean()
  contacted?: boolean;

  /** Whether the party holds the matter for solved. PARTLY counts as not solved. */
  @IsIn(solved.options)
  solved: Answers['solved'];

  /** How satisfied the party is. */
  @IsIn(satisfaction.options)
  satisfaction: Answers['satisfaction'];

  /** Why the party is dissatisfied (不满意原因); required when it is. */
  @ValidateIf(needsCause)
  @IsIn(cause.unwrap().options)
  cause?: NonNullable<Answers['cause']>;

  /** What else the party said. */
  @IsOptional()
  @FreeText(1, 500)
  note?: string;
}

import { type CaseEventOf, eventsByOwner } from '@bihuan/case';
import { FreeText } from '@bihuan/platform';
import { ArrayUnique, IsArray, IsIn, IsOptional } from 'class-validator';

type Missing = CaseEventOf<'HandlingFeedbackRejected'>['data']['missing'][number];
const { missing } = eventsByOwner.feedback.HandlingFeedbackRejected.shape;

export class RejectFeedbackDto {
  /** What the submission lacks (缺项). */
  @IsOptional()
  @IsArray()
  @IsIn(missing.element.options, { each: true })
  @ArrayUnique()
  missing?: Missing[];

  /** Why it goes back. */
  @FreeText(1, 500)
  reason: string;
}

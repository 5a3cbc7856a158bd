import { type CaseEventOf, eventsByOwner } from '@bihuan/case';
import { FreeText, IsCode, IsInstant } from '@bihuan/platform';
import { ArrayMaxSize, ArrayUnique, IsBoolean, IsIn, IsOptional } from 'class-validator';

type Feedback = CaseEventOf<'HandlingFeedbackSubmitted'>['data'];
const { truth, contactedWhom, resolutionMethod, mediationChannel } =
  eventsByOwner.feedback.HandlingFeedbackSubmitted.shape;

export class SubmitFeedbackDto {
  /** Whether what was reported is so (是否属实). */
  @IsIn(truth.options)
  truth: Feedback['truth'];

  /** The matter lies beyond the unit's duty (超出职责). */
  @IsBoolean()
  beyondDuty: boolean;

  /** When the unit reached the party, as it says. */
  @IsOptional()
  @IsInstant()
  contactedAt?: string;

  /** Whom it reached. NOBODY only after three attempts on two days: 422 contact-required. */
  @IsIn(contactedWhom.options)
  contactedWhom: Feedback['contactedWhom'];

  /** Whether the unit holds the matter for solved; the party is asked later. */
  @IsBoolean()
  solved: boolean;

  /** Why it is not solved. */
  @IsOptional()
  @IsCode()
  unsolvedReasonCode?: string;

  /** What was done (办理措施). */
  @FreeText(1, 2000)
  measure: string;

  /** What the party and the public may read (公开答复). */
  @FreeText(1, 2000)
  publicReply: string;

  /** Uploaded files that show it. Without those that the matter requires: 422 evidence-required. */
  @IsOptional()
  @IsCode({ each: true })
  @ArrayMaxSize(100)
  @ArrayUnique()
  attachmentIds?: string[];

  /** By what means it was solved (化解方式). */
  @IsIn(resolutionMethod.options)
  resolutionMethod: Feedback['resolutionMethod'];

  /** Who mediated with whom, where it was mediation (联调渠道). */
  @IsOptional()
  @IsIn(mediationChannel.unwrap().options)
  mediationChannel?: NonNullable<Feedback['mediationChannel']>;

  /** Account of the mediator. */
  @IsOptional()
  @IsCode()
  mediatorId?: string;
}

import { type CaseEventOf, eventsByOwner } from '@bihuan/case';
import { FreeText, IsCivilDate } from '@bihuan/platform';
import { IsIn } from 'class-validator';

const { reasonCode } = eventsByOwner.supervision.SlaBreachExplained.shape;

export class ExplainBreachDto {
  /** What kept the unit from it (超时原因). */
  @IsIn(reasonCode.options)
  reasonCode: CaseEventOf<'SlaBreachExplained'>['data']['reasonCode'];

  /** How it came about. */
  @FreeText(1, 2000)
  explanation: string;

  /** What the unit does next (下一步措施). */
  @FreeText(1, 2000)
  nextMeasure: string;

  /** The day by which it will be done. */
  @IsCivilDate()
  promisedOn: string;
}

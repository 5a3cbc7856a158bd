import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { DecidedEventDto } from '@bihuan/platform';

const causes = ['SUBJECT_REQUEST', 'RETENTION', 'ORDER'] as const;

export class EraseSubjectDto {
  /** Why. Default: SUBJECT_REQUEST. */
  @IsOptional()
  @IsIn(causes)
  @ApiProperty({ enum: causes, required: false })
  cause?: (typeof causes)[number];
}

export class ErasedDto {
  /** The reference stays in the facts, and leads to nothing. */
  subjectRef: string;

  /** Version of the person's stream. */
  @ApiProperty({ type: 'integer', minimum: 1 })
  version: number;

  @ApiProperty({ type: 'integer', minimum: 1 })
  position: number;

  /** None when it was erased before. */
  @ApiProperty({ type: [DecidedEventDto] })
  events: DecidedEventDto[];
}

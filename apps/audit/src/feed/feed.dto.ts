import { QueryFlag } from '@bihuan/platform';
import { OmitType } from '@nestjs/swagger';
import { IsIn, IsOptional, Length, Matches } from 'class-validator';
import { ActorDto, EnvelopeDto } from '../domain/envelope.dto.js';

export class FeedQueryDto {
  /** `cursor` of the last event that was read; without it the feed begins at the first event. */
  @IsOptional()
  @Length(1, 200)
  @Matches(/^[A-Za-z0-9_-]+$/)
  after?: string;

  /** Stays open for what comes, with a blank line every 15 s; else the feed ends at the newest event. */
  @IsOptional()
  @QueryFlag()
  follow?: boolean = false;

  /** Events of cases alone, or of all streams that leave the database. */
  @IsOptional()
  @IsIn(['case', 'all'])
  streams?: 'case' | 'all' = 'case';
}

/** One line of the feed. */
export class FeedEventDto extends EnvelopeDto {
  /** What `?after=` names, to go on behind this event. */
  cursor: string;
}

/** Who acted, for a unit. */
export class UnitActorDto extends OmitType(ActorDto, ['ref']) {
  /** Code of an account of the unit itself; other accounts are not named. */
  ref?: string;
}

/** One line of the feed for a unit: what its topic holds. */
export class UnitFeedEventDto extends OmitType(FeedEventDto, ['actor', 'hashAlg', 'prevHash', 'hash']) {
  actor: UnitActorDto;
}

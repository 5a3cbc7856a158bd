import type { Route } from '@bihuan/case';
import { assignmentRole, governanceLevel } from '@bihuan/case';
import { ApiProperty } from '@nestjs/swagger';

/** A unit that the list names for the case. */
export class RouteCandidateDto {
  unitId: string;

  @ApiProperty({ enum: assignmentRole.options })
  role: Route['candidates'][number]['role'];

  /** Item of the accountability list that names it. */
  itemId: string;

  /** How closely the item covers the case; greater is nearer. */
  @ApiProperty({ type: 'integer', minimum: 0 })
  score: number;
}

/** Told apart, so that a unit that was passed over learns at which question. */
export class RouteStepDto {
  /** @example 'SPECIFICITY' */
  step: string;

  /** Items or units that the step looked at. */
  @ApiProperty({ type: 'array', items: { type: 'string' } })
  inputs: readonly string[];

  /** What came of it: an id, a level, an outcome, or NONE. */
  result: string;
}

/** Why the case went where it went (分流). All is null, and the lists empty, while it was never routed. */
export class RouteDto {
  @ApiProperty({ format: 'uuid' })
  caseId: string;

  @ApiProperty({ enum: ['MATCHED', 'AMBIGUOUS', 'NO_MATCH', 'MANUAL'], nullable: true })
  outcome: Route['outcome'] | null;

  @ApiProperty({ enum: ['DIRECTED', 'JOINT', 'CLAIM'], nullable: true })
  mode: Route['mode'] | null;

  @ApiProperty({ enum: governanceLevel.options, nullable: true })
  level: Route['level'] | null;

  /** Version of the accountability list (确权清单); null for a choice by hand. */
  @ApiProperty({ type: 'integer', nullable: true })
  listVersion: number | null;

  /** Item that decided; null when none did alone. */
  @ApiProperty({ type: 'string', nullable: true })
  itemId: string | null;

  @ApiProperty({ type: [RouteCandidateDto] })
  candidates: readonly RouteCandidateDto[];

  /** Each step of the resolver, in order. */
  @ApiProperty({ type: [RouteStepDto] })
  trace: readonly RouteStepDto[];
}

import {
  caseStatuses,
  type CaseView,
  channel,
  confidentiality,
  datum,
  grade,
  governanceLevel,
  matterKind,
  placeType,
  requestNature,
  urgency,
} from '@bihuan/case';
import { ApiProperty } from '@nestjs/swagger';

type View = CaseView;
type Part<Name extends keyof View> = NonNullable<View[Name]>;
type Item<Name extends keyof View> = View[Name] extends readonly (infer Each)[] ? Each : never;

const instant = { type: 'string', format: 'date-time' } as const;
const nullableInstant = { ...instant, nullable: true } as const;
const nullableText = { type: 'string', nullable: true } as const;
const nullableCount = { type: 'integer', minimum: 0, nullable: true } as const;
const count = { type: 'integer', minimum: 0 } as const;

export class PositionViewDto {
  /** Degrees. */
  lng: number;
  lat: number;
  @ApiProperty({ enum: datum.options })
  datum: NonNullable<Part<'place'>['position']>['datum'];
  wgsLng: number;
  wgsLat: number;
  @ApiProperty(nullableCount)
  accuracyM: number | null;
}

export class PlaceViewDto {
  regionCode: string;
  @ApiProperty(nullableText)
  gridCode: string | null;
  /** To 3 decimals where an exact one could give the reporter away. */
  @ApiProperty({ type: PositionViewDto, nullable: true })
  position: PositionViewDto | null;
  @ApiProperty(nullableText)
  assetCode: string | null;
  @ApiProperty({ enum: placeType.options, nullable: true })
  placeType: Part<'place'>['placeType'];
}

export class ClassificationViewDto {
  @ApiProperty({ type: 'integer', minimum: 1 })
  revision: number;
  codeSystem: string;
  codeSystemVersion: string;
  categoryCode: string;
  @ApiProperty(nullableCount)
  filingCondition: number | null;
  @ApiProperty({ enum: matterKind.options })
  matterKind: Part<'classification'>['matterKind'];
  @ApiProperty(nullableText)
  disputeType: string | null;
  @ApiProperty({ enum: urgency.options })
  urgency: Part<'classification'>['urgency'];
  @ApiProperty({ enum: grade.options })
  grade: Part<'classification'>['grade'];
  @ApiProperty({ enum: placeType.options, nullable: true })
  placeType: Part<'classification'>['placeType'];
  @ApiProperty({ ...nullableText, enum: ['IMMEDIATE', 'DEADLINE', 'CONCENTRATED'] })
  rectificationMode: Part<'classification'>['rectificationMode'];
  @ApiProperty({ ...nullableText, format: 'date' })
  rectifyBy: string | null;
  @ApiProperty(nullableCount)
  disputeAmountFen: number | null;
  @ApiProperty(nullableCount)
  peopleInvolved: number | null;
  publicSafety: boolean;
  @ApiProperty({ type: [String] })
  accusedUnitIds: readonly string[];
  @ApiProperty({ type: [String] })
  tags: readonly string[];
  @ApiProperty({ enum: ['PERSON', 'RULE', 'MODEL'] })
  by: Part<'classification'>['by'];
  @ApiProperty({ type: 'number', minimum: 0, maximum: 1, nullable: true })
  confidence: number | null;
}

type Suspected = Part<'duplicates'>['suspected'][number];

export class SuspectedDto {
  @ApiProperty({ format: 'uuid' })
  caseId: string;
  @ApiProperty({ enum: ['PLACE_TIME', 'SAME_ASSET'] })
  rule: Suspected['rule'];
  @ApiProperty(nullableCount)
  distanceM: number | null;
  @ApiProperty(nullableCount)
  hoursApart: number | null;
}

export class DuplicatesDto {
  @ApiProperty({ ...nullableText, format: 'uuid' })
  masterCaseId: string | null;
  @ApiProperty({ type: [String] })
  childCaseIds: readonly string[];
  @ApiProperty({ type: [SuspectedDto] })
  suspected: SuspectedDto[];
}

export class AssignmentViewDto {
  @ApiProperty({ format: 'uuid' })
  assignmentId: string;
  unitId: string;
  @ApiProperty({ enum: ['LEAD', 'CO'] })
  role: Item<'assignments'>['role'];
  @ApiProperty({ type: 'integer', minimum: 1 })
  round: number;
  @ApiProperty({ type: 'string' })
  cause: Item<'assignments'>['cause'];
  @ApiProperty({
    enum: ['DISPATCHED', 'SIGNED', 'RETURN_REQUESTED', 'RETURNED', 'REPORTED', 'EXCUSED', 'COMPLETED', 'CANCELLED'],
  })
  status: Item<'assignments'>['status'];
  designated: boolean;
  @ApiProperty(instant)
  dispatchedAt: string;
  @ApiProperty(nullableInstant)
  signedAt: string | null;
  /** Null until its clock has started. */
  @ApiProperty(nullableInstant)
  dueAt: string | null;
}

export class OpenRequestDto {
  @ApiProperty({
    enum: [
      'RETURN',
      'EXTENSION',
      'SUSPENSION',
      'TERMINATION',
      'JOINT_REVIEW',
      'PRE_VERIFICATION',
      'PRE_CLOSURE_VERIFICATION',
    ],
  })
  kind: Item<'openRequests'>['kind'];
  @ApiProperty({ format: 'uuid' })
  requestId: string;
  @ApiProperty({ ...nullableText, format: 'uuid' })
  assignmentId: string | null;
  @ApiProperty(instant)
  requestedAt: string;
  reviewed: boolean;
}

export class CallbackViewDto {
  @ApiProperty({ type: 'integer', minimum: 1 })
  round: number;
  @ApiProperty({ type: 'string' })
  channel: Part<'callback'>['channel'];
  @ApiProperty(instant)
  scheduledAt: string;
  @ApiProperty(count)
  attempts: number;
  @ApiProperty(nullableText)
  solved: Part<'callback'>['solved'];
  @ApiProperty(nullableText)
  satisfaction: Part<'callback'>['satisfaction'];
}

export class ClosureViewDto {
  @ApiProperty({ type: 'string' })
  closureType: Part<'closure'>['closureType'];
  @ApiProperty({ type: 'integer', minimum: 1 })
  round: number;
  @ApiProperty(instant)
  closedAt: string;
  @ApiProperty({ enum: governanceLevel.options })
  resolutionLevel: Part<'closure'>['resolutionLevel'];
  @ApiProperty(nullableText)
  referenceNo: string | null;
}

export class CountersDto {
  @ApiProperty(count)
  transfers: number;
  @ApiProperty(count)
  reworks: number;
  @ApiProperty(count)
  urges: number;
  @ApiProperty(count)
  callbackAttempts: number;
  @ApiProperty(count)
  extensions: number;
}

export class TextRefViewDto {
  /** What `GET /v1/intake/texts/{ref}` takes. */
  ref: string;
  /** `description`, `measure` … */
  kind: string;
  @ApiProperty(count)
  chars: number;
}

export class FileRefViewDto {
  /** What `GET /v1/intake/attachments/{attachmentId}` takes. */
  ref: string;
  /** SHA-256 of the original bytes. */
  hash: string;
  @ApiProperty(count)
  bytes: number;
  mediaType: string;
}

/** The case as everybody sees it who may see it: no text, no identity. What is not there is null, or an empty list. */
export class CaseViewDto implements View {
  @ApiProperty({ format: 'uuid' })
  caseId: string;
  caseNo: string;
  tenantId: string;
  @ApiProperty({ type: 'integer', minimum: 1 })
  version: number;
  @ApiProperty({ enum: caseStatuses })
  status: View['status'];
  @ApiProperty({ type: 'integer', minimum: 1 })
  round: number;
  @ApiProperty({ enum: governanceLevel.options, nullable: true })
  level: View['level'];
  @ApiProperty({ enum: channel.options })
  channel: View['channel'];
  @ApiProperty({ enum: requestNature.options })
  nature: View['nature'];
  sourceSystem: string;
  @ApiProperty(nullableText)
  externalTicketNo: string | null;
  @ApiProperty({ enum: confidentiality.options })
  confidentiality: View['confidentiality'];
  wantsReply: boolean;
  @ApiProperty(instant)
  registeredAt: string;
  @ApiProperty(instant)
  reportedAt: string;
  @ApiProperty({ type: PlaceViewDto, nullable: true })
  place: PlaceViewDto | null;
  @ApiProperty({ type: ClassificationViewDto, nullable: true })
  classification: ClassificationViewDto | null;
  @ApiProperty({ type: DuplicatesDto })
  duplicates: DuplicatesDto;
  /** Oldest first. */
  @ApiProperty({ type: [AssignmentViewDto] })
  assignments: AssignmentViewDto[];
  @ApiProperty({ type: [OpenRequestDto] })
  openRequests: readonly OpenRequestDto[];
  @ApiProperty({ type: CallbackViewDto, nullable: true })
  callback: CallbackViewDto | null;
  @ApiProperty({ type: ClosureViewDto, nullable: true })
  closure: ClosureViewDto | null;
  @ApiProperty({ type: CountersDto })
  counters: CountersDto;
  @ApiProperty({ type: [TextRefViewDto] })
  textRefs: readonly TextRefViewDto[];
  @ApiProperty({ type: [FileRefViewDto] })
  fileRefs: readonly FileRefViewDto[];
  @ApiProperty({ type: [String] })
  relatedCaseIds: readonly string[];
}

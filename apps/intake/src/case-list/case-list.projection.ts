import { type CaseState, handlingClockOf, isLive, isLost, isOver, leadOf } from '@bihuan/case';
import type { StateProjection } from '@bihuan/kernel';

/** One case: what the list shows, and below what it is found and guarded by. */
export type CaseRow = {
  caseId: string;
  caseNo: string;
  status: string;
  round: number;
  level: string | null;
  channel: string;
  nature: string;
  sourceSystem: string;
  externalTicketNo: string | null;
  categoryCode: string | null;
  grade: string | null;
  urgency: string | null;
  regionCode: string | null;
  gridCode: string | null;
  leadUnitId: string | null;
  registeredAt: string;
  /** Of the HANDLING clock that runs or pauses. */
  dueAt: string | null;
  /** A handling limit was passed, in whatever round. */
  breached: boolean;
  version: number;

  /** What it is found by, in one column for one index: see {@link markOf}. */
  marks: readonly string[];
  accusedUnitIds: readonly string[];
  subjectRef: string | null;

  isOpen: boolean;
  /** What it is compared by: the class it has, else the one suggested. */
  likeSystem: string | null;
  likeCode: string | null;
  assetCode: string | null;
  /** WGS-84, in millionths of a degree. */
  latE6: number | null;
  lngE6: number | null;
  reportedAt: string;
};

const inMillionths = (degrees: number | undefined): number | null =>
  degrees === undefined ? null : Math.round(degrees * 1_000_000);

const shown = (state: CaseState) => ({
  caseId: state.caseId,
  caseNo: state.caseNo,
  status: state.status,
  round: state.round,
  level: state.level,
  channel: state.channel,
  nature: state.nature,
  sourceSystem: state.sourceSystem,
  externalTicketNo: state.externalTicketNo,
  leadUnitId: leadOf(state)?.unitId ?? null,
  registeredAt: state.registeredAt,
  dueAt: handlingClockOf(state)?.dueAt ?? null,
  breached: state.clocks.some(({ stage, breached }) => stage === 'HANDLING' && breached),
  version: state.version,
});

const ofClass = ({ classification, suggestedCategory }: CaseState) => {
  if (!classification) {
    const { codeSystem = null, code = null } = suggestedCategory ?? {};
    return { categoryCode: null, grade: null, urgency: null, likeSystem: codeSystem, likeCode: code };
  }
  const { codeSystem, categoryCode, grade, urgency } = classification;
  return { categoryCode, grade, urgency, likeSystem: codeSystem, likeCode: categoryCode };
};

const ofPlace = ({ place }: CaseState) => {
  const position = place?.position;
  return {
    regionCode: place?.regionCode ?? null,
    gridCode: place?.gridCode ?? null,
    assetCode: place?.assetCode ?? null,
    latE6: inMillionths(position?.wgsLat),
    lngE6: inMillionths(position?.wgsLng),
  };
};

/** A unit that still has to do with the case; one that may know of it by a part or an open review; a reporter. */
export const markOf = {
  liveUnit: (unitId: string): string => `live:${unitId}`,
  knownToUnit: (unitId: string): string => `known:${unitId}`,
  reporter: (ref: string): string => `reporter:${ref}`,
};

/** The same units and persons as `maySee` asks for; the int spec of the list holds the two against each other. */
const marksOf = ({ assignments, jointReview, reporterId, registeredByRef }: CaseState): readonly string[] => {
  const invited = jointReview?.decision === null ? jointReview.unitIds : [];
  const having = assignments.filter((part) => !isLost(part)).map(({ unitId }) => unitId);
  const marks = [
    ...assignments.filter(isLive).map(({ unitId }) => markOf.liveUnit(unitId)),
    ...[...having, ...invited].map(markOf.knownToUnit),
    ...(reporterId === null ? [] : [markOf.reporter(reporterId)]),
    markOf.reporter(registeredByRef),
  ];
  return [...new Set(marks)];
};

/** 案件列表: one row a case, for the list, for the search of duplicates, and for the way from a person to the case. */
export const caseList: StateProjection<CaseState, CaseRow> = {
  table: 'intake.case_list',
  version: 1,
  key: 'caseId',
  columns: {
    caseId: 'text',
    caseNo: 'text',
    status: 'text',
    round: 'int4',
    level: 'text',
    channel: 'text',
    nature: 'text',
    sourceSystem: 'text',
    externalTicketNo: 'text',
    categoryCode: 'text',
    grade: 'text',
    urgency: 'text',
    regionCode: 'text',
    gridCode: 'text',
    leadUnitId: 'text',
    registeredAt: 'timestamptz',
    dueAt: 'timestamptz',
    breached: 'bool',
    version: 'int4',
    marks: 'text[]',
    accusedUnitIds: 'text[]',
    subjectRef: 'text',
    isOpen: 'bool',
    likeSystem: 'text',
    likeCode: 'text',
    assetCode: 'text',
    latE6: 'int4',
    lngE6: 'int4',
    reportedAt: 'timestamptz',
  },
  rows: (state) =>
    state.status === 'NONE'
      ? []
      : [
          {
            ...shown(state),
            ...ofClass(state),
            ...ofPlace(state),
            marks: marksOf(state),
            accusedUnitIds: state.accusedUnitIds,
            subjectRef: state.subjectRef,
            isOpen: !isOver(state.status),
            reportedAt: state.reportedAt,
          },
        ],
};

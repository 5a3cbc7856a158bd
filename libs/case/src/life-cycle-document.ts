import { type CaseStatus, caseStatuses, finalStatuses } from './case-status.js';
import { type CaseCommandName, forbiddenBy, lifeCycle } from './life-cycle.js';
import type { LifeCycleRow } from './life-cycle-row.js';

const rows = Object.entries<LifeCycleRow>(lifeCycle);
const isCommand = (name: string): name is CaseCommandName => Object.hasOwn(lifeCycle, name);
const names = Object.keys(lifeCycle).filter(isCommand);

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], body: readonly (readonly string[])[]): string[] => [
  line(head),
  line(head.map(() => '---')),
  ...body.map(line),
];

const kebab = (refusal: string): string => refusal.toLowerCase().replaceAll('_', '-');

function pathOf({ owner, on, verb }: LifeCycleRow): string {
  if (verb === undefined) return '–';
  return `\`/v1/${owner}/${on === 'assignment' ? 'assignments/{assignmentId}' : 'cases/{caseId}'}/${verb}\``;
}

const commands = (): string[] =>
  table(
    ['command', 'rows', 'path', 'by', 'unit', 'apart from', 'to', 'built'],
    rows.map(([name, row]) => [
      name,
      row.rows.join(' ') || '–',
      pathOf(row),
      row.by.join(', '),
      row.whose ?? '–',
      row.apartFrom?.join(', ') ?? '–',
      row.to?.join(', ') ?? '–',
      row.isBuilt ? 'yes' : '–',
    ]),
  );

function answerOf(name: CaseCommandName, status: CaseStatus): string {
  const { fromHelper = [] }: LifeCycleRow = lifeCycle[name];
  const forbidden = forbiddenBy(status, name);
  if (forbidden === undefined) return '**yes**';
  if (fromHelper.includes(status)) return 'helper';
  return forbidden === 'ILLEGAL_TRANSITION' ? '' : kebab(forbidden);
}

const answerRow = (name: CaseCommandName): string[] => [name, ...caseStatuses.map((status) => answerOf(name, status))];

const answers = (): string[] => table(['command', ...caseStatuses], names.map(answerRow));

/** Commands that lead from one status to another, by the arrow between them. */
function arrows(): ReadonlyMap<string, readonly string[]> {
  const byArrow = new Map<string, string[]>();
  for (const [name, { from, movesFrom = from, to = [] }] of rows) {
    for (const arrow of movesFrom.flatMap((before) => to.map((after) => `${place(before)} --> ${after}`))) {
      byArrow.set(arrow, [...(byArrow.get(arrow) ?? []), name]);
    }
  }
  return byArrow;
}

const place = (status: CaseStatus): string => (status === 'NONE' ? '[*]' : status);

const diagram = (): string[] => [
  '```mermaid',
  'stateDiagram-v2',
  ...[...arrows()].map(([arrow, by]) => `  ${arrow}: ${by.join(', ')}`),
  ...finalStatuses.map((status) => `  ${status} --> [*]`),
  '```',
];

/** The life cycle as a page for people: who may give which command, what each status answers, and the state diagram. */
export const lifeCycleMarkdown = (): string =>
  [
    '# Life cycle of a case (案件生命周期)',
    '',
    'Made from the table in `libs/case`; `UPDATE_DOCS=1 npm test -- life-cycle-document` writes it anew.',
    '',
    '## Commands',
    '',
    ...commands(),
    '',
    '## What each status answers',
    '',
    '**yes**: the status allows it. helper: for a helper’s assignment only. Empty: `illegal-transition`.',
    '',
    ...answers(),
    '',
    '## State diagram',
    '',
    ...diagram(),
    '',
  ].join('\n');

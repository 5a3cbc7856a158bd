import type { CodeSystem } from './code-system.js';
import { problem, type Problem, repeated } from './problem.js';

/** What forbids publishing this code table. */
export const codeSystemProblems = ({ codes }: CodeSystem): readonly Problem[] => [
  ...repeated(codes, ({ code }) => code).map((index) => problem('duplicate', 'codes', index, 'code')),
  ...codes.flatMap(({ code, parent, conditions }, index) => [
    ...(parent !== undefined && (parent === code || !code.startsWith(parent))
      ? [problem('not-a-prefix', 'codes', index, 'parent')]
      : []),
    ...conditions.flatMap(({ filingCondition }, place) =>
      filingCondition === place + 1
        ? []
        : [problem('wrong-order', 'codes', index, 'conditions', place, 'filingCondition')],
    ),
  ]),
];

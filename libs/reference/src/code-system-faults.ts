import type { CodeSystem } from './code-system.js';
import { rowFault, type RowFault, repeated } from './row-fault.js';

/** What forbids publishing this code table. */
export const codeSystemFaults = ({ codes }: CodeSystem): readonly RowFault[] => [
  ...repeated(codes, ({ code }) => code).map((index) => rowFault('duplicate', 'codes', index, 'code')),
  ...codes.flatMap(({ code, parent, conditions }, index) => [
    ...(parent !== undefined && (parent === code || !code.startsWith(parent))
      ? [rowFault('not-a-prefix', 'codes', index, 'parent')]
      : []),
    ...conditions.flatMap(({ filingCondition }, place) =>
      filingCondition === place + 1
        ? []
        : [rowFault('wrong-order', 'codes', index, 'conditions', place, 'filingCondition')],
    ),
  ]),
];

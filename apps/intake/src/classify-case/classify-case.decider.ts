import { caseDecider } from '@bihuan/case';
import { Command } from '@bihuan/kernel';
import { classifiedAs, type GivenClassification } from '../domain/classification.policy.js';

export class ClassifyCase extends Command<{ caseId: string; classification: GivenClassification }> {}

/** 分类: says of what class a case is; each time anew, and whatever was derived from the last revision follows. */
export const classifyCase = caseDecider('ClassifyCase', {
  decide: ({ data: { classification } }: ClassifyCase, state, { reference }) => [
    classifiedAs(classification, state, reference),
  ],
});

import type { CaseEventOf } from '@bihuan/case';
import { reaction } from '@bihuan/event-store';
import { FindDuplicates } from './find-duplicates.decider.js';

type Wakes = CaseEventOf<'CaseRegistered' | 'CaseClassified'>;

/** Looks for repetitions when a case comes in, and again when its class is known. */
export const findDuplicatesOn = reaction<Wakes>('intake.find-duplicates', {
  on: ['CaseRegistered', 'CaseClassified'],
  // What was found by an earlier class is still worth a look.
  supersededBy: 'nothing',
  when: ({ type, data }) =>
    type === 'CaseClassified' || data.place?.position !== undefined || data.place?.assetCode !== undefined,
  command: ({ data: { caseId } }, meta) => new FindDuplicates({ caseId }, meta),
});

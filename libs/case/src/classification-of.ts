import type { CaseState } from './case-state.js';

/** 密级 of what is recorded on a case as it stands: care and confidential matters are for fewer eyes (events.md §1). */
export const classificationOf = ({ classification, confidentiality }: CaseState): 'INTERNAL' | 'RESTRICTED' =>
  classification?.matterKind === 'CARE' || confidentiality !== 'NORMAL' ? 'RESTRICTED' : 'INTERNAL';

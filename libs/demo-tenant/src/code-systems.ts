import { type CodeEntry, type CodeSystem, disputeTypes, type MatterKind } from '@bihuan/reference';
import { componentClasses } from './gbt30428-components.js';
import { eventClasses } from './gbt30428-events.js';
import { codesOf } from './gbt30428-text.js';

/** City management, components and events, as a city has it: local classes count down from 99. */
export const gbt30428: CodeSystem = {
  codeSystem: 'GBT30428-2',
  codeSystemVersion: '1',
  codes: [...codesOf('COMPONENT', 'C', componentClasses), ...codesOf('EVENT', 'E', eventClasses)],
};

const DISPUTE_NAMES: Readonly<Record<(typeof disputeTypes)[number], string>> = {
  MARRIAGE_FAMILY: '婚恋家庭',
  NEIGHBOUR: '邻里',
  PERSONALITY_RIGHTS: '人格权',
  PROPERTY_RIGHTS: '物权',
  TORT: '侵权',
  CONTRACT: '合同',
  LABOUR: '劳动人事',
  FINANCE_LENDING: '金融借贷',
  LAND_RESOURCE: '土地资源权属',
  OTHER_CIVIL: '其他民商事',
  URBAN_CONSTRUCTION: '城乡建设',
  CIVIL_AFFAIRS: '涉民政',
  OTHER_ENFORCEMENT: '其他行政执法',
  LAW_LITIGATION: '涉法涉诉',
  DISCIPLINE: '涉组织纪检',
  ETHNIC_RELIGION: '涉民族宗教',
  OTHER: '其他',
};

const disputes = disputeTypes.map((code): CodeEntry => ({
  code,
  name: DISPUTE_NAMES[code],
  matterKind: 'DISPUTE',
  conditions: [],
}));

const group = (matterKind: MatterKind, parent: string, names: Readonly<Record<string, string>>): CodeEntry[] =>
  Object.entries(names).map(([code, name]) => ({ code, name, matterKind, parent, conditions: [] }));

/** All that is neither component nor event. */
export const zyMatter: CodeSystem = {
  codeSystem: 'ZY-MATTER',
  codeSystemVersion: '1',
  codes: [
    ...disputes,
    ...group('HAZARD', 'HZ', {
      HZ_FIRE: '消防隐患',
      HZ_GAS: '燃气隐患',
      HZ_BUILDING: '房屋建筑隐患',
      HZ_ROAD: '道路隐患',
      HZ_WATER: '水域隐患',
    }),
    ...group('SERVICE', 'SV', {
      SV_SOCIAL_INSURANCE: '社会保险',
      SV_EMPLOYMENT: '就业服务',
      SV_HOUSEHOLD: '户籍办理',
      SV_HOUSING: '住房保障',
      SV_OTHER: '其他政务服务',
    }),
    ...group('CARE', 'CR', { CR_VISIT: '走访关爱' }),
    ...group('SERVICE', 'WI', { WI_ANY: '微心愿' }),
  ],
};

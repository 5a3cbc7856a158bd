import type { AccountabilityItem, AccountabilityItems, MatterKind } from '@bihuan/reference';

type Rest = Partial<AccountabilityItem> & Pick<AccountabilityItem, 'leadRule' | 'level' | 'mode'>;

/** Components and events have the national table, all else the tenant's own. */
const codeSystemOf = (matterKind: MatterKind): string =>
  matterKind === 'COMPONENT' || matterKind === 'EVENT' ? 'GBT30428-2' : 'ZY-MATTER';

const item = (
  itemId: string,
  matterKind: MatterKind,
  categoryCodes: readonly string[],
  rest: Rest,
): AccountabilityItem => ({
  itemId,
  matter: { matterKind, codeSystem: codeSystemOf(matterKind), categoryCodes, disputeTypes: [] },
  regions: [],
  assetOwners: [],
  coRule: [],
  gradeFrom: 'GENERAL',
  evidence: [],
  ...rest,
});

const led = (unitId: string) => ({ leadRule: { rule: 'FIXED', unitId } }) as const;
const ledByStreet = { leadRule: { rule: 'TERRITORY', level: 'STREET' } } as const;
const ledByCommunity = { leadRule: { rule: 'TERRITORY', level: 'COMMUNITY' } } as const;
const ownedIn = (value: string, unitId: string) =>
  ({ leadRule: { rule: 'ASSET_OWNER' }, assetOwners: [{ attribute: 'PLACE_TYPE', value, unitId }] }) as const;

const directed = (level: 'STREET' | 'COUNTY') => ({ level, mode: 'DIRECTED' }) as const;
const joint = (level: 'COMMUNITY' | 'STREET' | 'COUNTY') => ({ level, mode: 'JOINT' }) as const;
const photo = { evidence: ['PHOTO'] } as const;
const agreement = { evidence: ['AGREEMENT'] } as const;
const roadLimit = { limitPolicyId: 'ZY_ROAD_2WD' } as const;

const territory = { rule: 'TERRITORY' } as const;
const gridContacts = { rule: 'GRID_CONTACTS' } as const;
const helpedBy = (...unitIds: string[]) => ({ rule: 'FIXED', unitIds }) as const;

/** 确权清单 ZY-QQ, version 1: 19 items that show every rule of the resolver (domain/demo-tenant.md §4). */
export const accountabilityItems: AccountabilityItems = {
  listId: 'ZY-QQ',
  items: [
    item('ZY-C-01', 'COMPONENT', ['C0101', 'C0102', 'C0103', 'C0104'], {
      ...led('ZJJ'),
      ...directed('COUNTY'),
      ...photo,
      ...roadLimit,
    }),
    item('ZY-C-02', 'COMPONENT', ['C0102'], { ...ownedIn('RESIDENTIAL', 'ZJJ'), ...directed('COUNTY'), ...photo }),
    item('ZY-C-03', 'COMPONENT', ['C0102'], {
      ...ownedIn('RESIDENTIAL', 'JD-LONGHUA'),
      ...directed('STREET'),
      ...photo,
    }),
    item('ZY-C-04', 'COMPONENT', ['C02'], { ...led('ZJJ'), ...directed('COUNTY'), ...photo, ...roadLimit }),
    item('ZY-C-05', 'COMPONENT', ['C03', 'C04'], { ...led('ZFJ'), ...directed('COUNTY'), ...photo }),
    item('ZY-E-01', 'EVENT', ['E04'], { ...led('ZFJ'), coRule: [territory], ...directed('COUNTY'), ...photo }),
    item('ZY-E-02', 'EVENT', ['E0501', 'E0503'], { ...led('SWJ'), ...directed('COUNTY'), ...photo }),
    item('ZY-E-03', 'EVENT', ['E0502', 'E0505'], {
      ...led('ZJJ'),
      coRule: [helpedBy('YJJ')],
      ...joint('COUNTY'),
      ...photo,
    }),
    item('ZY-E-04', 'EVENT', ['E01', 'E02'], { ...ledByStreet, ...directed('STREET'), ...photo }),
    item('ZY-D-01', 'DISPUTE', ['LABOUR'], {
      ...ledByStreet,
      coRule: [gridContacts],
      ...joint('STREET'),
      ...agreement,
    }),
    item('ZY-D-02', 'DISPUTE', ['MARRIAGE_FAMILY', 'NEIGHBOUR'], { ...ledByCommunity, ...joint('COMMUNITY') }),
    item('ZY-D-03', 'DISPUTE', ['CONTRACT', 'PROPERTY_RIGHTS'], {
      ...led('RMTJ'),
      coRule: [helpedBy('LVSUO'), territory],
      ...joint('COUNTY'),
      ...agreement,
    }),
    item('ZY-H-01', 'HAZARD', ['HZ_FIRE', 'HZ_GAS', 'HZ_BUILDING'], {
      ...led('YJJ'),
      coRule: [territory],
      ...directed('COUNTY'),
      ...photo,
    }),
    item('ZY-H-02', 'HAZARD', ['HZ_ROAD', 'HZ_WATER'], {
      leadRule: { rule: 'ON_ROTATION' },
      ...directed('COUNTY'),
      ...photo,
    }),
    item('ZY-H-03', 'HAZARD', ['HZ'], {
      regions: ['530303002'],
      ...led('JD-LONGHUA'),
      ...directed('STREET'),
      ...photo,
    }),
    item('ZY-H-04', 'HAZARD', ['HZ'], { ...led('ZFJ'), ...directed('COUNTY'), ...photo }),
    item('ZY-S-01', 'SERVICE', ['SV_SOCIAL_INSURANCE', 'SV_EMPLOYMENT'], { ...led('RSJ'), ...directed('COUNTY') }),
    item('ZY-K-01', 'CARE', ['CR_VISIT'], { ...ledByCommunity, coRule: [gridContacts], ...joint('COMMUNITY') }),
    item('ZY-W-01', 'SERVICE', ['WI_ANY'], {
      leadRule: { rule: 'POOL', unitIds: ['SQ-LONGHUA', 'SQ-XINGYUAN'] },
      level: 'COMMUNITY',
      mode: 'CLAIM',
    }),
  ],
};

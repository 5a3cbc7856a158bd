import type { Unit, UnitKind } from '@bihuan/reference';

const COUNTY = '530303000000';
const LONGHUA = '530303002000';
const HUASHAN = '530303004000';

const unit = (unitId: string, name: string, kind: UnitKind, rest: Partial<Unit> = {}): Unit => ({
  unitId,
  name,
  kind,
  level: 'COUNTY',
  regionCode: COUNTY,
  roster: [],
  liaisonRoles: [],
  ...rest,
});

const permanent = { residency: 'PERMANENT' } as const;
const onCall = { residency: 'ON_CALL' } as const;
const inHuashan = { level: 'STREET', regionCode: HUASHAN } as const;
const inLonghua = { level: 'STREET', regionCode: LONGHUA } as const;

/** The units of Zhanyi (domain/demo-tenant.md §1). */
export const units: readonly Unit[] = [
  unit('CENTRE', '区综治中心', 'CENTRE', permanent),
  unit('ZJJ', '区住房和城乡建设局', 'BUREAU', { residency: 'ROTATING', roster: ['THURSDAY', 'FRIDAY'] }),
  unit('RSJ', '区人力资源和社会保障局', 'BUREAU', {
    residency: 'ROTATING',
    roster: ['MONDAY', 'TUESDAY', 'WEDNESDAY'],
  }),
  unit('ZFJ', '区综合行政执法局', 'BUREAU'),
  unit('SWJ', '区水务局', 'BUREAU', onCall),
  unit('YJJ', '区应急管理局', 'BUREAU', onCall),
  unit('GAJ', '区公安分局', 'BUREAU', { ...permanent, liaisonRoles: ['UNIT_LIAISON'] }),
  unit('SFJ', '区司法局', 'BUREAU', permanent),
  unit('XFJ', '区信访局', 'BUREAU', permanent),
  unit('FY', '区人民法院', 'COURT', permanent),
  unit('JD-LONGHUA', '龙华街道办', 'STREET', inLonghua),
  unit('JD-HUASHAN', '花山街道办', 'STREET', inHuashan),
  unit('SQ-LONGHUA', '龙华社区', 'COMMUNITY', {
    level: 'COMMUNITY',
    regionCode: '530303002001',
    parentUnitId: 'JD-LONGHUA',
  }),
  unit('SQ-XINGYUAN', '兴源社区', 'COMMUNITY', {
    level: 'COMMUNITY',
    regionCode: '530303004001',
    parentUnitId: 'JD-HUASHAN',
  }),
  unit('PCS-HUASHAN', '花山派出所', 'POLICE', { ...inHuashan, parentUnitId: 'GAJ' }),
  unit('SFS-HUASHAN', '花山司法所', 'JUSTICE_OFFICE', { ...inHuashan, parentUnitId: 'SFJ' }),
  unit('SFS-LONGHUA', '龙华司法所', 'JUSTICE_OFFICE', { ...inLonghua, parentUnitId: 'SFJ' }),
  unit('RMTJ', '区人民调解委员会', 'MEDIATION'),
  unit('LVSUO', '律师事务所', 'LAW_FIRM'),
];

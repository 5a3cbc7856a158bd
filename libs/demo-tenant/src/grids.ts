import type { Grid } from '@bihuan/reference';

interface Rectangle {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

/** Corners from the south-west, counter-clockwise; WGS-84. */
const polygon = ({ west, east, south, north }: Rectangle): Grid['polygon'] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
];

const contacts = (...unitIds: string[]): Grid['contacts'] => unitIds.map((unitId) => ({ unitId, role: 'CONTACT' }));

const LONGHUA_COMMUNITY = '530303002001';
const XINGYUAN_COMMUNITY = '530303004001';
const yulin = { west: 103.815, east: 103.83 };
const xingyuan = { west: 103.86, east: 103.88, south: 25.71, north: 25.73 };
const longhuaContacts = contacts('ZJJ', 'SFS-LONGHUA');

/** The grids of Zhanyi (domain/demo-tenant.md §2), each after its parent. */
export const grids: readonly Grid[] = [
  {
    gridCode: '5303030020001B001',
    label: '龙华街道',
    level: 1,
    kind: 'BIG',
    regionCode: '530303002000',
    polygon: polygon({ west: 103.8, east: 103.84, south: 25.58, north: 25.62 }),
    contacts: [],
  },
  {
    gridCode: '5303030020012B001',
    parentGridCode: '5303030020001B001',
    label: '龙华社区',
    level: 2,
    kind: 'BIG',
    regionCode: LONGHUA_COMMUNITY,
    polygon: polygon({ west: 103.81, east: 103.83, south: 25.59, north: 25.61 }),
    contacts: [],
  },
  {
    gridCode: '5303030020013B001',
    parentGridCode: '5303030020012B001',
    label: '玉林片区',
    level: 3,
    kind: 'BIG',
    regionCode: LONGHUA_COMMUNITY,
    polygon: polygon({ ...yulin, south: 25.595, north: 25.605 }),
    contacts: [],
  },
  {
    gridCode: '5303030020014B001',
    parentGridCode: '5303030020013B001',
    label: '玉林北路网格',
    level: 4,
    kind: 'BIG',
    regionCode: LONGHUA_COMMUNITY,
    polygon: polygon({ ...yulin, south: 25.6, north: 25.605 }),
    contacts: longhuaContacts,
  },
  {
    gridCode: '5303030020014B002',
    parentGridCode: '5303030020013B001',
    label: '玉林南路网格',
    level: 4,
    kind: 'BIG',
    regionCode: LONGHUA_COMMUNITY,
    polygon: polygon({ ...yulin, south: 25.595, north: 25.6 }),
    contacts: longhuaContacts,
  },
  {
    gridCode: '5303030040001B001',
    label: '花山街道',
    level: 1,
    kind: 'BIG',
    regionCode: '530303004000',
    polygon: polygon({ west: 103.85, east: 103.9, south: 25.7, north: 25.75 }),
    contacts: [],
  },
  {
    gridCode: '5303030040012B001',
    parentGridCode: '5303030040001B001',
    label: '兴源社区',
    level: 2,
    kind: 'BIG',
    regionCode: XINGYUAN_COMMUNITY,
    polygon: polygon(xingyuan),
    contacts: [],
  },
  {
    gridCode: '5303030040013B001',
    parentGridCode: '5303030040012B001',
    label: '兴源片区',
    level: 3,
    kind: 'BIG',
    regionCode: XINGYUAN_COMMUNITY,
    polygon: polygon(xingyuan),
    contacts: [],
  },
  {
    gridCode: '5303030040014B001',
    parentGridCode: '5303030040013B001',
    label: '兴源一网格',
    level: 4,
    kind: 'BIG',
    regionCode: XINGYUAN_COMMUNITY,
    polygon: polygon(xingyuan),
    contacts: contacts('PCS-HUASHAN', 'SFS-HUASHAN', 'SQ-XINGYUAN'),
  },
];

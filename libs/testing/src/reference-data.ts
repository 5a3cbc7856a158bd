import { zhanyi } from '@bihuan/demo-tenant';
import { inForce, type ReferenceData, type Unit } from '@bihuan/reference';

const NOW = '2026-03-02T01:00:00.000Z';

/** A tenant that has published nothing: every setting at its default, no unit, no policy. A test names what its rule reads. */
export const referenceData = (told: Partial<ReferenceData> = {}): ReferenceData => ({
  ...inForce(zhanyi.tenantId, [], NOW),
  ...told,
});

/** A unit of the county; a test names what its rule reads. */
export const unit = (unitId: string, told: Partial<Unit> = {}): Unit => ({
  unitId,
  name: unitId,
  kind: 'BUREAU',
  level: 'COUNTY',
  regionCode: '530303000000',
  roster: [],
  liaisonRoles: [],
  ...told,
});

/** A tenant that has these units and nothing else. */
export const unitsOf = (...unitIds: string[]): ReferenceData =>
  referenceData({ units: new Map(unitIds.map((unitId) => [unitId, unit(unitId)])) });

/** What the demonstration tenant has in force at an instant (ISO-8601 UTC). */
export const demoReference = (instant = NOW): ReferenceData => inForce(zhanyi.tenantId, zhanyi.documents, instant);

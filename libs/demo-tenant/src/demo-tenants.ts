import { type PublishedDocument, readDocument } from '@bihuan/reference';
import { cnStateYears } from '@bihuan/working-time';
import { accountabilityItems } from './accountability-items.js';
import { gbt30428, zyMatter } from './code-systems.js';
import { grids } from './grids.js';
import { handlingPolicies, policiesOfTable, zyRoad } from './handling-policies.js';
import { clerk, type DemoKey, integrator, keys } from './keys.js';
import { stagePolicies } from './stage-policies.js';
import { units } from './units.js';

/** A tenant for a first start: what it publishes, in the order of publishing, and the keys it needs. */
export interface DemoTenant {
  readonly tenantId: string;
  readonly documents: readonly PublishedDocument[];
  readonly keys: readonly DemoKey[];
}

const VALID_FROM = '2025-01-01';
const CALENDAR_ID = 'CN-STATE';

/** domain/time-limits.md §2: a check on the days listed. */
const WORKING_DAYS: Readonly<Record<number, readonly number[]>> = {
  2025: [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23],
  2026: [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23],
};

const first = (key: string) => ({ key, version: 1, validFrom: VALID_FROM });

const calendars = cnStateYears.map((year, index) =>
  readDocument(
    'calendar',
    { key: CALENDAR_ID, version: index + 1 },
    { calendarId: CALENDAR_ID, ...year, workingDaysPerMonth: WORKING_DAYS[year.year] },
  ),
);

const settingsOf = (tenantCode: string): PublishedDocument =>
  readDocument('settings', first('default'), { tenantCode });

const defaultPolicies = [...stagePolicies, ...handlingPolicies, ...policiesOfTable(gbt30428)];

/** 沾益, the tenant of domain/demo-tenant.md. */
export const zhanyi: DemoTenant = {
  tenantId: 'zhanyi',
  documents: [
    settingsOf('ZY'),
    ...calendars,
    readDocument('units', first('default'), { units }),
    readDocument('grids', first('default'), { grids }),
    readDocument('code-system', first(gbt30428.codeSystem), gbt30428),
    readDocument('code-system', first(zyMatter.codeSystem), zyMatter),
    readDocument('sla-policy', first('default'), { policies: [...defaultPolicies, zyRoad] }),
    readDocument('accountability-list', first(accountabilityItems.listId), accountabilityItems),
  ],
  keys,
};

/** A second tenant, so that it shows that tenants do not see each other. */
const demo2: DemoTenant = {
  tenantId: 'demo2',
  documents: [
    settingsOf('DM'),
    ...calendars,
    readDocument('units', first('default'), { units: units.slice(0, 1) }),
    readDocument('code-system', first(gbt30428.codeSystem), gbt30428),
    readDocument('sla-policy', first('default'), { policies: defaultPolicies }),
  ],
  keys: [integrator('demo2-integrator-1'), clerk('demo2-clerk-1', 'CENTRE')],
};

/** The tenants of the demonstration: `zhanyi` (沾益), and one beside it. */
export const demoTenants: readonly DemoTenant[] = [zhanyi, demo2];

/** 计时规则: how a limit is counted (domain source: 民法典 第二百零一、二百零三条). */
export type CountingRule =
  'WHOLE_WORKING_DAYS' | 'ROLLING_WORKING_TIME' | 'CALENDAR_DAYS' | 'CONTINUOUS' | 'UNTIL_DATE';

export type LimitUnit = 'SECOND' | 'MINUTE' | 'HOUR' | 'DAY';

/** 时限. WHOLE_WORKING_DAYS and CALENDAR_DAYS count days; the others minutes unless `unit` says else. */
export type Limit =
  | {
      readonly rule: 'WHOLE_WORKING_DAYS' | 'CALENDAR_DAYS';
      readonly amount: number;
      readonly unit?: 'DAY' | undefined;
    }
  | { readonly rule: 'ROLLING_WORKING_TIME'; readonly amount: number; readonly unit?: LimitUnit | undefined }
  | { readonly rule: 'CONTINUOUS'; readonly amount: number; readonly unit?: Exclude<LimitUnit, 'DAY'> | undefined }
  | { readonly rule: 'UNTIL_DATE'; readonly until: string };

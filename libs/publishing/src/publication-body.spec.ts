import { Problem } from '@bihuan/platform';
import { bodySchema, partsOf, refusedRows } from './publication-body.js';

const said = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error instanceof Problem ? error.told.faults?.map(({ pointer, code }) => [pointer, code]) : error;
  }
};

describe('the body of a publication', () => {
  it('holds the content, with its first day beside it', () => {
    expect(partsOf('units', 'default', { validFrom: '2026-01-01', units: [] })).toEqual({
      content: { units: [] },
      validFrom: '2026-01-01',
    });
  });

  it.each([
    ['accountability-list', { items: [] }, { items: [], listId: 'K' }],
    ['code-system', { codes: [] }, { codes: [], codeSystem: 'K' }],
    ['calendar', { year: 2026 }, { year: 2026, calendarId: 'K' }],
  ] as const)('of a %s takes its name from the path', (kind, body, content) => {
    expect(partsOf(kind, 'K', body)).toEqual({ content, validFrom: undefined });
  });

  it('holds at once when its first day is null', () => {
    expect(partsOf('units', 'default', { units: [], validFrom: null }).validFrom).toBeUndefined();
  });

  it('of a calendar has no first day: the field is left to the schema, which knows none', () => {
    expect(partsOf('calendar', 'K', { validFrom: '2026-01-01' }).content).toEqual({
      validFrom: '2026-01-01',
      calendarId: 'K',
    });
  });

  it.each([
    ['a list', []],
    ['nothing', null],
    ['a word', 'units'],
  ])('that is %s is left to the schema', (_, body) => {
    expect(partsOf('units', 'default', body)).toEqual({ content: body, validFrom: undefined });
  });

  it.each([
    ['a day that does not exist', 'units', { validFrom: '2026-02-30' }, [['/validFrom', 'date-expected']]],
    ['a number as its first day', 'units', { validFrom: 20260101 }, [['/validFrom', 'date-expected']]],
    ['the name that stands in the path', 'calendar', { calendarId: 'K' }, [['/calendarId', 'unknown-field']]],
  ] as const)('is refused with %s', (_, kind, body, faults) => {
    expect(said(() => partsOf(kind, 'K', body))).toEqual(faults);
  });

  it('is told with every fault of its rows, in both languages', () => {
    expect(refusedRows([{ pointer: '/units/1/unitId', code: 'duplicate' }])).toMatchObject({
      code: 'invalid-request',
      told: { faults: [{ pointer: '/units/1/unitId', code: 'duplicate', zh: '重复', en: 'Stands twice in the set' }] },
    });
  });
});

const fieldsOf = (schema: object) => Object.keys((schema as { properties: object }).properties);

describe('the schema of a body', () => {
  it('is that of the content with the first day', () => {
    expect(fieldsOf(bodySchema('units'))).toEqual(['validFrom', 'units']);
  });

  it('leaves out what stands in the path', () => {
    expect(bodySchema('accountability-list')).toMatchObject({ required: ['items'] });
    expect(fieldsOf(bodySchema('accountability-list'))).toEqual(['validFrom', 'items']);
  });

  it('of a calendar has no first day', () => {
    expect(fieldsOf(bodySchema('calendar'))).toEqual(['year', 'source', 'off', 'makeUp', 'workingDaysPerMonth']);
  });
});

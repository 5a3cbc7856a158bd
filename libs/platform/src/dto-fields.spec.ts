import { IsOptional } from 'class-validator';
import {
  FreeText,
  IsCivilDate,
  IsCode,
  IsDuration,
  IsId,
  IsInstant,
  IsRegionCode,
  IsUnitId,
  OneLine,
  QueryFlag,
  WholeNumber,
} from './dto-fields.js';
import { EdgeValidationPipe } from './edge-validation-pipe.js';
import { Problem } from './problem.js';

class FieldsDto {
  @IsOptional()
  @IsInstant()
  at?: string;

  @IsOptional()
  @IsCivilDate()
  on?: string;

  @IsOptional()
  @IsDuration()
  lasting?: string;

  @IsOptional()
  @IsCode()
  code?: string;

  @IsOptional()
  @IsUnitId()
  unitId?: string;

  @IsOptional()
  @IsRegionCode()
  regionCode?: string;

  @IsOptional()
  @IsId()
  id?: string;

  @IsOptional()
  @IsId({ each: true })
  ids?: string[];

  @IsOptional()
  @FreeText(2, 5)
  text?: string;

  @IsOptional()
  @FreeText(0, 5)
  remark?: string;

  @IsOptional()
  @OneLine(1, 5)
  line?: string;

  @IsOptional()
  @WholeNumber(-5, 5)
  n?: number;

  @IsOptional()
  @QueryFlag()
  flag?: boolean;
}

const id = '0190b1f2-7a10-7c1e-9d39-2f6d0f6f2a11';
const pipe = new EdgeValidationPipe();
const read = (fields: object) => pipe.transform(fields, { type: 'body', metatype: FieldsDto });

describe('a field of a request', () => {
  it.each([
    [{ at: '2025-08-07T15:19:00+08:00' }, { at: '2025-08-07T07:19:00.000Z' }],
    [{ on: '2024-02-29' }, { on: '2024-02-29' }],
    [{ lasting: 'P1DT2H' }, { lasting: 'P1DT2H' }],
    [{ code: 'GBT30428-2_a.b' }, { code: 'GBT30428-2_a.b' }],
    [{ unitId: 'SQ-LONGHUA' }, { unitId: 'SQ-LONGHUA' }],
    [{ regionCode: '530303002001' }, { regionCode: '530303002001' }],
    [{ id: id.toUpperCase() }, { id }],
    [{ ids: [id, id.toUpperCase()] }, { ids: [id, id] }],
    [{ text: 'e\u0301é\r\n\t' }, { text: 'éé\n\t' }],
    [{ text: '𠮷𠮷𠮷𠮷𠮷' }, { text: '𠮷𠮷𠮷𠮷𠮷' }],
    [{ remark: '' }, { remark: '' }],
    [{ line: '井盖' }, { line: '井盖' }],
    [{ n: '-5' }, { n: -5 }],
    [{ flag: 'false' }, { flag: false }],
    [{ code: null, text: null }, {}],
  ])('%j is read as %j', async (given, expected) => {
    expect(await read(given)).toEqual(Object.assign(new FieldsDto(), expected));
  });

  it.each([
    ['/at', { at: '2025-08-07' }, 'instant-expected'],
    ['/at', { at: 1754551140000 }, 'instant-expected'],
    ['/on', { on: '2025-02-29' }, 'date-expected'],
    ['/lasting', { lasting: 'P1M' }, 'duration-expected'],
    ['/code', { code: '-a' }, 'code-expected'],
    ['/code', { code: 'a'.repeat(65) }, 'code-expected'],
    ['/code', { code: 'a\n' }, 'code-expected'],
    ['/unitId', { unitId: 'a_b' }, 'unit-id-expected'],
    ['/regionCode', { regionCode: '53030300200' }, 'region-code-expected'],
    ['/id', { id: 'x' }, 'uuid-expected'],
    ['/ids', { ids: [id, 7] }, 'uuid-expected'],
    ['/ids', { ids: id }, 'uuid-expected'],
    ['/text', { text: '𠮷' }, 'length'],
    ['/text', { text: 'é'.repeat(6) }, 'length'],
    ['/text', { text: ['a', 'b'] }, 'length'],
    ['/text', { text: 'a\u0007b' }, 'control-character'],
    ['/line', { line: 'a\nb' }, 'one-line-expected'],
    ['/n', { n: '1.5' }, 'integer-expected'],
    ['/n', { n: 6 }, 'too-large'],
    ['/n', { n: -6 }, 'too-small'],
    ['/flag', { flag: 'yes' }, 'boolean-expected'],
  ])('%s is refused as %j: %s', async (pointer, given, code) => {
    const refusal = await read(given).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Problem);
    expect((refusal as Problem).told.faults).toContainEqual(expect.objectContaining({ pointer, code }));
  });
});

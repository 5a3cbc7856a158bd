import { type Purpose, PURPOSES, SUBJECT_FIELDS, type SubjectField } from '@bihuan/vault';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayNotEmpty, ArrayUnique, IsArray, IsIn, IsOptional } from 'class-validator';

export class RevealIdentityDto {
  /** Which fields of the complainant. */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(SUBJECT_FIELDS, { each: true })
  @ApiProperty({ enum: SUBJECT_FIELDS, isArray: true, example: ['name', 'phone'] })
  fields: SubjectField[];

  /** Why. Without it: 422 purpose-required. */
  @IsOptional()
  @IsIn(PURPOSES)
  @ApiProperty({ enum: PURPOSES, required: false, example: 'CALLBACK' })
  purpose?: Purpose;
}

/** Those of the fields asked for that are kept and may be seen, masked where they must be; the others are not there. */
export class RevealedDto {
  @ApiProperty({ required: false, example: '王*' })
  name?: string;
  @ApiProperty({ required: false, example: '138****0000' })
  phone?: string;
  @ApiProperty({ required: false })
  idType?: string;
  @ApiProperty({ required: false })
  idNo?: string;
  @ApiProperty({ required: false })
  openid?: string;
  @ApiProperty({ required: false })
  email?: string;
  @ApiProperty({ required: false })
  address?: string;
  @ApiProperty({ required: false })
  deviceId?: string;
  @ApiProperty({ required: false })
  accountId?: string;
}

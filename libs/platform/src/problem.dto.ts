import { ApiProperty } from '@nestjs/swagger';

/** One place of the request that is wrong. */
export class FieldErrorDto {
  /**
   * JSON pointer (RFC 6901) into the body; the whole body is the empty string.
   * @example '/place/position/lng'
   */
  pointer: string;

  /** Where else the pointer points into. */
  @ApiProperty({ enum: ['query', 'path', 'header'], required: false })
  in?: string;

  /** @example 'required' */
  code: string;

  /** @example '必填' */
  detail: string;
}

/** Problem details (RFC 9457). Values of the problem are further members. */
export class ProblemDto {
  /** @example 'urn:bihuan:problem:invalid-request' */
  type: string;

  /**
   * The words of the code, zh-CN or, by `Accept-Language`, English.
   * @example '请求格式不正确'
   */
  title: string;

  @ApiProperty({ type: 'integer', example: 400 })
  status: number;

  /** The title with the values. */
  detail: string;

  /** Path of the request. */
  instance: string;

  /** @example 'invalid-request' */
  code: string;

  /** Of a malformed request only. */
  errors?: FieldErrorDto[];
}

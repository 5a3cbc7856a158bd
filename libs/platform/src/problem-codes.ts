/** What a code of the edge means, for programs and for people. */
export interface EdgeCodeText {
  readonly status: number;
  readonly zh: string;
  readonly en: string;
  /** Seconds after which asking again may help (`Retry-After`). */
  readonly retryAfterS?: number;
}

/**
 * Every code that the edge itself answers. The codes of rules are refusals of their own libs; the two never meet in one
 * list, because a rule must not know HTTP.
 */
export const edgeCodes = {
  'invalid-request': { status: 400, zh: '请求格式不正确', en: 'The request is malformed' },
  'not-authenticated': {
    status: 401,
    zh: '未通过身份认证：请在 Authorization 头中提供有效密钥（Bearer）',
    en: 'Not authenticated: send a valid key as Authorization: Bearer',
  },
  'not-found': {
    status: 404,
    zh: '没有这个地址，或此地址不支持该方法',
    en: 'There is nothing at this address, or not for this method',
  },
  'request-timeout': { status: 408, zh: '请求接收超时', en: 'The request took too long to arrive' },
  'request-in-progress': {
    status: 409,
    zh: '同一幂等键的请求仍在处理中',
    en: 'A request with the same idempotency key is still running',
  },
  'payload-too-large': { status: 413, zh: '请求体过大', en: 'The body is too large' },
  'uri-too-long': { status: 414, zh: '地址过长', en: 'The address is too long' },
  'unsupported-media-type': {
    status: 415,
    zh: '不支持的内容类型：请发送 application/json',
    en: 'The content type is not supported: send application/json',
  },
  'idempotency-key-reused': {
    status: 422,
    zh: '幂等键已用于另一内容的请求',
    en: 'The idempotency key was used with another body',
  },
  'rate-limited': { status: 429, zh: '请求过于频繁', en: 'Too many requests' },
  'headers-too-large': { status: 431, zh: '请求头过大', en: 'The header fields are too large' },
  internal: { status: 500, zh: '服务器内部错误', en: 'Internal error' },
  'case-busy': {
    status: 503,
    zh: '案件正忙，请稍后再试',
    en: 'Too many write to the case at this moment',
    retryAfterS: 1,
  },
  'service-unavailable': { status: 503, zh: '服务暂不可用', en: 'The service is unavailable', retryAfterS: 1 },
  'projection-behind': {
    status: 503,
    zh: '列表尚未更新到所要求的位置',
    en: 'The list is not read far enough yet',
    retryAfterS: 1,
  },
} as const satisfies Record<string, EdgeCodeText>;

export type EdgeCode = keyof typeof edgeCodes;

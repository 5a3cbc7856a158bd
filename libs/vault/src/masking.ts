import type { SubjectField } from './subject.events.js';

const STAR = '*';

/** 张* for any name of that family name: how long a name is tells too much. */
export const maskedName = (name: string): string => {
  const [first, ...rest] = Array.from(name.trim());
  return first === undefined || rest.length === 0 ? STAR : `${first}${STAR}`;
};

/** 138****5678; of a shorter number the last two digits; of a very short one nothing. */
export const maskedPhone = (phone: string): string => {
  const compact = phone.replace(/[\s-]/g, '');
  if (compact.length >= 11) return `${compact.slice(0, 3)}****${compact.slice(-4)}`;
  return compact.length >= 7 ? `****${compact.slice(-2)}` : '****';
};

/** First and last character: the region and the birthday stand between them. */
export const maskedIdNo = (idNo: string): string =>
  idNo.length < 3 ? STAR.repeat(idNo.length) : `${idNo.slice(0, 1)}${STAR.repeat(idNo.length - 2)}${idNo.slice(-1)}`;

const MASKS: Readonly<Partial<Record<SubjectField, (value: string) => string>>> = {
  name: maskedName,
  phone: maskedPhone,
  idNo: maskedIdNo,
  idType: (value) => value,
};

/** A field as it may be shown to who may not see it in full; one without a mask of its own is hidden whole. */
export const masked = (field: SubjectField, value: string): string => (MASKS[field] ?? (() => '***'))(value);

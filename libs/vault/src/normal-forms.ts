// NFKC turns full-width digits and letters, which Chinese keyboards produce, into plain ones.
const plain = (text: string): string => text.normalize('NFKC').replace(/[\s\-–—.()]/g, '');

// A prefix is one only before a mobile number: 0086 or 86 may also begin a landline or a short number.
const COUNTRY_PREFIX = /^(?:\+|00)?86(?=1[3-9]\d{9}$)/;

/** A phone number as it is compared: `13812345678` for `+86 138-1234-5678`; a landline is its digits. */
export const normalPhone = (phone: string): string => plain(phone).replace(COUNTRY_PREFIX, '').replace(/^\+86/, '');

/** An ID number as it is compared: no spaces, plain digits, check letter in capitals. */
export const normalIdNo = (idNo: string): string => plain(idNo).toUpperCase();

import { regionCode } from '@bihuan/reference';
import { z } from 'zod';
import { datum, placeType } from './enums.js';
import { code, count, payload } from './field.js';
import { textRef } from './text-ref.js';

// The bounds of the country: outside them a pair is swapped or lacks its datum.
const longitude = z.number().min(73).max(136);
const latitude = z.number().min(3).max(54);

export const position = payload(
  'Degrees to 6 decimals, as given and in WGS-84; to 3 where an exact one could give the reporter away.',
  {
    lng: longitude,
    lat: latitude,
    datum,
    wgsLng: longitude,
    wgsLat: latitude,
    accuracyM: count.optional(),
  },
);
/** The same as a value. */
export type Position = Readonly<z.infer<typeof position>>;

export const place = payload('地点: codes and coordinates; the address is text and lies in the vault.', {
  regionCode,
  gridCode: code.optional(),
  addressRef: textRef.optional(),
  position: position.optional(),
  assetCode: code.optional(),
  placeType: placeType.optional(),
});
/** The same as a value. */
export type Place = Readonly<z.infer<typeof place>>;

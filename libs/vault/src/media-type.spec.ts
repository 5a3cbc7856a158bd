import fc from 'fast-check';
import { MEDIA_TYPES, mediaTypeOf } from './media-type.js';

const head = (...parts: readonly (string | readonly number[])[]): Buffer =>
  Buffer.concat([
    ...parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
    Buffer.alloc(32),
  ]);
const ftyp = (major: string, ...compatible: readonly string[]): Buffer =>
  head([0, 0, 0, 16 + 4 * compatible.length], 'ftyp', major, [0, 0, 0, 0], ...compatible);

describe('the type of a file', () => {
  it.each([
    ['a photo', head([0xff, 0xd8, 0xff, 0xe1]), 'image/jpeg'],
    ['a screenshot', head([0x89], 'PNG\r\n', [0x1a], '\n'), 'image/png'],
    ['a WebP picture', head('RIFF', [9, 0, 0, 0], 'WEBP'), 'image/webp'],
    ['a photo of a newer phone', ftyp('heic', 'mif1'), 'image/heic'],
    ['one that names its brand second', ftyp('mif1', 'heic'), 'image/heic'],
    ['a video', ftyp('isom', 'avc1'), 'video/mp4'],
    ['a video of version 2', ftyp('mp42'), 'video/mp4'],
    ['a voice message', head('#!AMR\n'), 'audio/amr'],
    ['a wide-band voice message', head('#!AMR-WB\n'), 'audio/amr'],
    ['a recording with a tag', head('ID3', [4]), 'audio/mpeg'],
    ['a recording without one', head([0xff, 0xfb, 0x90, 0x64]), 'audio/mpeg'],
    ['a document', head('%PDF-1.7'), 'application/pdf'],
    ['an AVIF picture', ftyp('avif', 'mif1'), undefined],
    ['a QuickTime film', ftyp('qt  '), undefined],
    ['a WAV recording', head('RIFF', [9, 0, 0, 0], 'WAVE'), undefined],
    ['AAC in ADTS frames', head([0xff, 0xf1, 0x50, 0x80]), undefined],
    ['a GIF picture', head('GIF89a'), undefined],
    ['a web page', head('<!doctype html>'), undefined],
    ['a program', head([0x7f], 'ELF'), undefined],
    ['a photo of which 11 bytes came', head([0xff, 0xd8, 0xff, 0xe1]).subarray(0, 11), undefined],
    ['nothing', Buffer.alloc(0), undefined],
  ])('%s', (_, bytes, type) => {
    expect(mediaTypeOf(bytes)).toBe(type);
  });

  it('is one of ours or none, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) =>
        [undefined, ...Object.keys(MEDIA_TYPES)].includes(mediaTypeOf(Buffer.from(bytes))),
      ),
    );
  });

  it('is told of a box of brands without end', () => {
    expect(mediaTypeOf(head([0xff, 0xff, 0xff, 0xff], 'ftyp', 'mif1', [0, 0, 0, 0], 'msf1'))).toBeUndefined();
  });
});

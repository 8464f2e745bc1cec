import { kindOf } from './files';

const mebibyte = 1024 * 1024;

it('a file goes as what WhatsApp shows it as, and as a document where it is too large or of no such kind', () => {
  const kinds = [
    ['image/png', 5 * mebibyte, false, 'image'],
    ['image/png', 5 * mebibyte + 1, false, 'document'],
    ['image/png', 100, true, 'image'],
    ['image/webp', 100, false, 'document'],
    ['audio/ogg', 16 * mebibyte, false, 'audio'],
    ['audio/ogg', 100, true, 'document'],
    ['video/mp4', 16 * mebibyte, true, 'video'],
    ['video/mp4', 16 * mebibyte + 1, true, 'document'],
    ['application/pdf', 100 * mebibyte, false, 'document'],
  ] as const;
  for (const [mediaType, size, hasWords, kind] of kinds)
    expect([mediaType, size, kindOf({ mediaType, size }, hasWords)]).toEqual([mediaType, size, kind]);
});

import { decodeText } from './decode-text';

const texts = {
  English: 'Opening hours\r\nMonday to Friday, 8 to 6.',
  Russian: 'Возврат товара\r\nПришлите его обратно в течение 30 дней.',
  Chinese: '退货政策\n请在三十天内将商品寄回，我们会退款。',
  Japanese: '返品について\nお届けから三十日以内にお送りください。',
  Arabic: 'سياسة الإرجاع\nأعد المنتج خلال ثلاثين يومًا 😀.',
};
const littleEndian = (text: string) => Buffer.from(text, 'utf16le');
const bigEndian = (text: string) => littleEndian(text).swap16();

describe.each(Object.entries(texts))('%s', (_, text) => {
  it.each([
    ['UTF-8', Buffer.from(text), 'utf-8'],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`), 'utf-8'],
    ['UTF-16, little-endian', littleEndian(text), 'utf-16le'],
    ['UTF-16, little-endian, with a byte order mark', littleEndian(`\ufeff${text}`), 'utf-16le'],
    ['UTF-16, big-endian', bigEndian(text), 'utf-16be'],
    ['UTF-16, big-endian, with a byte order mark', bigEndian(`\ufeff${text}`), 'utf-16be'],
  ])('is read from %s', (_name, bytes, encoding) => expect(decodeText(bytes)).toEqual({ encoding, text }));
});

it('a text that is cut inside a character is read up to it', () => {
  expect(decodeText(Buffer.from('für').subarray(0, 2))?.text).toBe('f');
  expect(decodeText(littleEndian('a b 😀').subarray(0, 8))?.text).toBe('a b ');
});

it.each([
  ['Latin-1', Buffer.from([0xe9, 0x20, 0xe9])],
  ['a sound', Buffer.from([0xff, 0xfb, 0x90, 0x64, 0, 0, 0, 0, 0, 0, 0, 0])],
  ['a sound that begins like a byte order mark', Buffer.from([0xff, 0xfe, 0x90, 0x64, 0, 0, 0, 0])],
  ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
  ['zeros', Buffer.alloc(64)],
])('%s is no text', (_, bytes) => expect(decodeText(bytes)).toBeUndefined());

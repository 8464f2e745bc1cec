import { mediaTypeOf } from './media-type';

const note = 'Order 20417\r\nThe parcel never came.';
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

it.each([
  ['UTF-8', Buffer.from(note)],
  ['UTF-16 with a byte order mark', utf16(`\ufeff${note}`)],
  ['UTF-16 without one', utf16(note)],
  ['UTF-16, big-endian, with one', utf16(`\ufeff${note}`).swap16()],
  ['UTF-16 without one, in Chinese', utf16('订单 20417\n包裹一直没有到。')],
])('a text in %s is a text', async (_, bytes) => {
  expect(await mediaTypeOf(bytes, 'note.txt')).toBe('text/plain');
  expect(await mediaTypeOf(bytes, 'orders.CSV')).toBe('text/csv');
  expect(await mediaTypeOf(bytes, 'note')).toBe('application/octet-stream');
});

it.each([
  ['a script', Buffer.from('#!/bin/sh\nls')],
  ['markup', Buffer.from('<svg onload="alert(1)">')],
  ['markup in UTF-16', utf16('\ufeff<svg onload="alert(1)">')],
  ['no text', Buffer.from([0xff, 0xfe, 0, 0, 1, 2, 3, 4])],
])('%s is none, whatever its name says', async (_, bytes) => {
  expect(await mediaTypeOf(bytes, 'note.txt')).not.toMatch(/^text/);
});

it('a sound and a picture stay what they are', async () => {
  const picture = Buffer.from('89504e470d0a1a0a0000000d4948445200000001', 'hex');
  expect(await mediaTypeOf(picture, 'note.txt')).toBe('image/png');
  const sound = Buffer.alloc(2_000);
  for (let at = 0; at < sound.length; at += 417) sound.set([0xff, 0xfb, 0x90, 0x64], at);
  expect(await mediaTypeOf(sound, 'voice.mp3')).toBe('audio/mpeg');
});

it.each([
  ['webm', 'A_OPUS', 'V_VP9'],
  ['mp4', 'soun', 'vide'],
])('takes a film of %s without a picture for the voice note that it is', async (kind, sound, picture) => {
  const head =
    kind === 'webm'
      ? Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0x87, 0x42, 0x82, 0x84, ...Buffer.from('webm')])
      : Buffer.from('\0\0\0\x18ftypiso5\0\0\x02\0iso5iso6', 'latin1');
  const film = (...tracks: string[]) =>
    Buffer.concat([head, ...tracks.map((one) => Buffer.from(`\0\0${one}\0`))]);
  expect(await mediaTypeOf(film(sound), 'voice-note')).toBe(`audio/${kind}`);
  expect(await mediaTypeOf(film(picture, sound), 'film')).toBe(`video/${kind}`);
});

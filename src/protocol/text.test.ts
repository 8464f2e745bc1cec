import { customerEvents } from './sockets';
import { isVisible, shorten } from './text';

test.each([
  '',
  ' \n\t',
  '\u200b',
  '\u2060\ufeff',
  '\u00ad',
  '\u3164',
  '\u2800',
  '\u115f',
  '\ufe0f',
  '\u202e \u2069',
  '\x07',
  '\u{e0020}',
])('nobody sees anything of %j', (text) => expect(isVisible(text)).toBe(false));

test.each(['.', '0', '👍', '👩‍👩‍👧', 'ـ', '‌ک', '。', '\u{1f3fb}'])('somebody sees %j', (text) =>
  expect(isVisible(text)).toBe(true),
);

describe('a shortened text', () => {
  test('is whole where it fits', () => {
    expect(shorten('abc', 3)).toBe('abc');
    expect(shorten('👍', 2)).toBe('👍');
  });

  test.each(['👍', '👩‍👩‍👧', '🇩🇪', '👍🏽', 'e\u0301', 'क्षि'])('is never cut inside %j', (one) => {
    const text = one.repeat(200);
    for (let length = 1; length < 120; length++) {
      const short = shorten(text, length);
      expect(short.length).toBeLessThanOrEqual(length);
      expect(short).toBe(`${one.repeat((short.length - 1) / one.length)}…`);
    }
  });
});

test('a message of which nobody would see anything is no message', () => {
  const said = (text: string) =>
    customerEvents['message:send'].payload.safeParse({ clientMessageId: 'a', text }).success;
  expect([said('\u200b\u2060'), said('\u3164'), said('👍')]).toEqual([false, false, true]);
});

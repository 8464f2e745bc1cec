import { clip, firstCharacter, withoutHalf } from './clip';

const family = '👨‍👩‍👧';

describe('a text that is cut', () => {
  it('keeps what a reader sees as one character whole', () => {
    expect(clip(`ab${family}cd`, 3)).toBe(`ab${family}…`);
    expect(clip('🇩🇪🇫🇷🇮🇹', 2)).toBe('🇩🇪🇫🇷…');
    expect(clip('é'.normalize('NFD').repeat(3), 2)).toBe(`${'é'.normalize('NFD').repeat(2)}…`);
    expect(clip('short', 10)).toBe('short');
    expect(clip('', 3)).toBe('');
  });

  it('loses half an emoji that somebody else has cut', () => {
    expect(withoutHalf('so happy 😀'.slice(0, -1))).toBe('so happy ');
    expect(withoutHalf(`x${family}`.slice(0, 4))).toBe('x👨');
    expect(clip('so happy 😀'.slice(0, -1), 200)).toBe('so happy ');
    expect(withoutHalf('so happy 😀')).toBe('so happy 😀');
  });

  it('gives initials that are whole', () => {
    expect([firstCharacter(`${family} Ada`), firstCharacter('ab'), firstCharacter('')]).toEqual([
      family,
      'a',
      '',
    ]);
  });
});

import { isAngry, sentimentOf } from './sentiment';

describe('sentiment', () => {
  it.each([
    'This is terrible, the worst service ever',
    'I HATE THIS SHOP, GIVE ME MY MONEY',
    'Your support is useless and awful',
    'unacceptable!! I am furious',
  ])('sees anger in: %s', (text) => expect(isAngry(text)).toBe(true));

  it.each([
    'My parcel is lost and the tent arrived damaged, can I cancel?',
    'The zip is broken and the jacket is torn',
    'My card was stolen, how do I stop the payment?',
    'That was an awful lot of snow! Which tent is best?',
    'see https://evil.example/hate/terrible and mail awful@hate.example',
    'Wie lange dauert die Lieferung?',
    'not bad at all, thank you',
  ])('sees no anger in: %s', (text) => expect(isAngry(text)).toBe(false));

  it('is neutral, positive or negative', () => {
    expect(sentimentOf(['where is my order'])).toBe('neutral');
    expect(sentimentOf(['Thanks, that is wonderful, I love it'])).toBe('positive');
    expect(sentimentOf(['This is terrible, I hate it'])).toBe('negative');
  });
});

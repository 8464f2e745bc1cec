import { wordsFor } from './follow-up-texts';

const own = (language: string) => ({
  language,
  waiting: `${language} waits`,
  promised: `${language} promised`,
});

describe('the words of a follow-up', () => {
  it('are the organization’s own in the language of the customer', () => {
    const templates = [own('en'), own('de'), own('de-AT')];
    expect(wordsFor('waiting', 'de', templates)).toEqual({ text: 'de waits', language: 'de' });
    expect(wordsFor('promised', 'de-AT', templates)).toEqual({ text: 'de-AT promised', language: 'de-AT' });
    expect(wordsFor('waiting', 'de-CH', templates).language).toBe('de');
  });

  it('are built-in ones where it has none in that language', () => {
    expect(wordsFor('waiting', 'fr', [own('en')])).toMatchObject({
      language: 'fr',
      text: expect.stringContaining('Bonjour'),
    });
  });

  it('are its own English, or its first, where nothing is in that language', () => {
    expect(wordsFor('waiting', 'sv', [own('nl'), own('en')]).language).toBe('en');
    expect(wordsFor('waiting', undefined, [own('nl')]).language).toBe('nl');
    expect(wordsFor('waiting', undefined, [])).toMatchObject({ language: 'en' });
  });
});

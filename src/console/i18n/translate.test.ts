import { keepLanguage, languageOf, localeOf, takeLanguageOf } from './languages';
import { say, serverWords } from '../../protocol/server-texts/said';
import { factName, fixed, listed, locale, midSentence, plural, said, speak, t } from './translate';

afterEach(() => speak('en', {}));

describe('the words of the console', () => {
  it('are the English of the source, where no other language is chosen', () => {
    expect(t('Close')).toBe('Close');
    expect(t('Rated {score} of 5 by {name}', { score: 4, name: '{score}' })).toBe('Rated 4 of 5 by {score}');
    expect(t('Open|of a conversation')).toBe('Open');
    expect(plural(1, { one: '1 reply', other: '{count} replies' })).toBe('1 reply');
    expect(listed(['A', 'B'])).toBe('A, B');
    expect(plural(1204, { one: '1 reply', other: '{count} replies' })).toBe('1,204 replies');
  });

  it('are those of the catalog, numbers and forms as the language has them; what it lacks is said in English', () => {
    const replies = { one: '{count} رد', two: 'ردّان', few: '{count} ردود', other: '{count} رد' };
    speak('ar-u-nu-latn', { Close: 'إغلاق', 'Open|of a conversation': 'مفتوحة', '{count} replies': replies });
    const say = (count: number) => plural(count, { one: '1 reply', other: '{count} replies' });
    expect([t('Close'), t('Open|of a conversation'), t('Reopen')]).toEqual(['إغلاق', 'مفتوحة', 'Reopen']);
    expect([say(2), say(5), say(1_000)]).toEqual(['ردّان', '5 ردود', '1,000 رد']);
    expect(locale()).toBe('ar-u-nu-latn');
    expect(listed(['نعم', '', undefined, false, 'لا'])).toBe('نعم، لا');
  });

  it('are those of what the server keeps as a sentence alone, with whatever is filled in', () => {
    const catalog = {
      'The mailbox cannot send.': 'Das Postfach kann nicht senden.',
      'It could not be sent for a day: {why}': 'Es konnte einen Tag lang nicht gesendet werden: {why}',
      '{channel} takes no such file ({type}), only {files}.': '{channel} nimmt nur {files}, nicht {type}.',
      '{tool} needs {name}.': '{tool} braucht {name}.',
      images: 'Bilder',
      documents: 'Dokumente',
      'must name {objectId}': 'Es muss {objectId} nennen.',
      '{{{name}}} is no attribute of customers: an admin declares it in the settings first':
        '{{{name}}} ist kein Attribut.',
    };
    const sentences = [
      'It could not be sent for a day: The mailbox cannot send.',
      'It could not be sent for a day: 550 no such user',
      'WhatsApp takes no such file (text/html), only images, documents.',
      'track needs orderId.',
      'must name {objectId}',
      '{{plan}} is no attribute of customers: an admin declares it in the settings first',
      'The customer needs a refund.',
    ];
    expect(sentences.map(fixed)).toEqual(sentences);
    speak('de', catalog, serverWords);
    expect(sentences.map(fixed)).toEqual([
      'Es konnte einen Tag lang nicht gesendet werden: Das Postfach kann nicht senden.',
      'Es konnte einen Tag lang nicht gesendet werden: 550 no such user',
      'WhatsApp nimmt nur Bilder, Dokumente, nicht text/html.',
      'track braucht orderId.',
      'Es muss {objectId} nennen.',
      '{{plan}} ist kein Attribut.',
      'The customer needs a refund.',
    ]);
  });

  it('are those of what the server says by a code; without one, and with one not known here, it is said as it came', () => {
    const { text, wording } = say('held_by', { agent: 'Grace' });
    expect([said(text, wording), factName('order number')]).toEqual([
      'Grace has this conversation.',
      'order number',
    ]);
    speak(
      'de',
      {
        '{agent} has this conversation.': '{agent} hat diese Unterhaltung.',
        'order number|kind of fact': 'Bestellnummer',
      },
      serverWords,
    );
    expect(said(text, wording)).toBe('Grace hat diese Unterhaltung.');
    expect([factName('order number'), factName('shoe size')]).toEqual(['Bestellnummer', 'shoe size']);
    expect(said('Call me', undefined)).toBe('Call me');
    expect(said('Call me', { code: 'constructor' })).toBe('Call me');
  });

  it('begin small within a sentence where nouns are written small', () => {
    expect(midSentence('Callback URL')).toBe('callback URL');
    speak('de', {});
    expect(midSentence('Adresse')).toBe('Adresse');
    speak('pt-BR', {});
    expect(midSentence('Canal')).toBe('canal');
  });
});

describe('the language of the console', () => {
  const browser = (kept: string | null, ...wanted: string[]) => ({
    storage: { getItem: () => kept },
    wanted,
  });

  it('is the one chosen, else the first of the browser that is there, else English', () => {
    expect(languageOf(browser('fr', 'de-AT'))).toBe('fr');
    expect(languageOf(browser(null, 'nl', 'de-AT', 'en'))).toBe('de');
    expect(languageOf(browser(null, 'nl'))).toBe('en');
    expect(languageOf(browser('constructor'))).toBe('en');
  });

  it('has the region that the browser reads it in', () => {
    expect(localeOf('de', ['en', 'de-AT'])).toBe('de-AT');
    expect(localeOf('pt', ['en'])).toBe('pt-BR');
    expect(localeOf('ar', ['ar-EG'])).toBe('ar-EG-u-nu-latn');
  });

  it('is that of who signs in, on any device; another who chose none gets what the browser wants', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    };
    const device = { storage, wanted: ['fr'] };
    expect([takeLanguageOf(device, { language: 'de' }), languageOf(device)]).toEqual([true, 'de']);
    expect(takeLanguageOf(device, { language: 'de' })).toBe(false);
    expect([takeLanguageOf(device, {}), languageOf(device)]).toEqual([true, 'fr']);
    keepLanguage(storage, 'ar', 'browser');
    expect([takeLanguageOf(device, undefined), languageOf(device)]).toEqual([false, 'ar']);
  });
});

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { consoleLanguages, type ConsoleLanguage } from '../protocol/model/console-languages';
import { newsKinds } from '../protocol/notifications';
import { newsPhrases } from './phrases';
import { mailOf, type Line } from './notification-texts';

const line: Line = { kind: 'message', session: { id: 'first', customerName: 'Mona' } };
const console = 'https://support.shop.test/console';

/** What the console says in a language, by what it says in English. */
function saidInConsole(language: ConsoleLanguage): (english: string) => string | undefined {
  if (language === 'en') return (english) => english;
  const folder = join(__dirname, '../console/i18n/catalogs', language);
  const rooms = readdirSync(folder).map(
    (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, string>,
  );
  const words = Object.assign({}, ...rooms) as Record<string, string>;
  return (english) => words[english];
}

describe.each(consoleLanguages)('a mail of what waits, in %s', (language) => {
  const words = newsPhrases[language];
  const { titles } = words;

  test('says what happened as the console does', () => {
    const said = saidInConsole(language);
    for (const kind of newsKinds) expect(titles[kind]).toBe(said(newsPhrases.en.titles[kind]));
    expect(words.visitor).toBe(said(newsPhrases.en.visitor));
    for (const place of ['Settings', 'Notifications']) expect(words.endThere).toContain(said(place));
  });

  test('says of one what it is, of several how many, and where each is', () => {
    const one = mailOf([line], { console, language });
    expect(one.subject).toContain(titles.message);
    expect(one.subject).toContain('Mona');
    const two = mailOf([line, { kind: 'waiting', session: { id: 'second' } }], {
      console,
      language,
    });
    expect(two.subject).toMatch(/\b2\b/);
    for (const part of [
      `${console}/inbox/first?tab=all`,
      `${console}/inbox/second?tab=waiting`,
      `${console}/settings?section=notifications`,
      titles.waiting,
      words.visitor,
    ])
      expect(two.text).toContain(part);
    const without = mailOf([line], { console: undefined, language });
    expect(without.text).not.toContain('console/');
    expect(JSON.stringify([one, two, without])).not.toMatch(/\{\w+\}|undefined/);
  });
});

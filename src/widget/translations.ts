// The widget's words: English comes with the frame, another language is loaded when the browser or the page asks for it.
import en from './translations/en.json';

type Key = keyof typeof en;

export interface Words {
  /** BCP 47, for Intl. */
  locale: string;
  /** The words for a key, with `{name}` filled in. @param english where the table has them not */
  say(key: Key, values?: Record<string, string | number>, english?: string): string;
  /** "14:05" */
  time(at: string | number): string;
  /** The time of today, else the date, both short. */
  recent(at: string | number): string;
  /** "today", "yesterday", "Monday 3 March" */
  day(at: string | number): string;
  /** Date and time in full. */
  full(at: string | number): string;
}

const languages: Record<string, string> = {
  ar: new URL('./translations/ar.json', import.meta.url).href,
  de: new URL('./translations/de.json', import.meta.url).href,
  es: new URL('./translations/es.json', import.meta.url).href,
  fr: new URL('./translations/fr.json', import.meta.url).href,
  pt: new URL('./translations/pt.json', import.meta.url).href,
};

/** English for a language that we have not, and when its words cannot be loaded. */
export async function loadWords(locale: string): Promise<Words> {
  const language = locale.toLowerCase().split(/[-_]/)[0]!;
  const address = languages[language];
  if (!address) return createWords(language === 'en' ? locale : 'en', en);
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${answer.status}`);
    return createWords(locale, (await answer.json()) as Record<Key, string>);
  } catch {
    return createWords('en', en);
  }
}

export function createWords(wanted: string, table: Record<Key, string>): Words {
  const locale = supported(wanted);
  // The clock is the reader's: a page in English says nothing of whether they read 14:05 or 2:05 PM.
  const { hourCycle } = new Intl.DateTimeFormat(undefined, { hour: 'numeric' }).resolvedOptions();
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(locale, { ...options, ...(hourCycle && { hourCycle }) });
    return (at: string | number) => formatter.format(new Date(at));
  };
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const time = format({ hour: hourCycle?.startsWith('h2') ? '2-digit' : 'numeric', minute: '2-digit' });
  const short = format({ day: 'numeric', month: 'short' });
  const date = format({ weekday: 'long', day: 'numeric', month: 'long' });
  return {
    locale,
    say: (key, values = {}, english = '') =>
      (table[key] ?? english).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '')),
    time,
    recent: (at) => (midnight(at) === midnight(Date.now()) ? time(at) : short(at)),
    day(at) {
      const days = Math.round((midnight(at) - midnight(Date.now())) / 86_400_000);
      return days > -2 && days < 2 ? relative.format(days, 'day') : date(at);
    },
    full: format({ dateStyle: 'full', timeStyle: 'short' }),
  };
}

function midnight(at: string | number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

function supported(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale.replace('_', '-'))[0] ?? 'en';
  } catch {
    return 'en';
  }
}

// In which language the console speaks: what who is signed in has chosen, of which this browser keeps a copy for the
// first paint, else the first of the browser's that it knows.
import type { ConsoleLanguage } from '../../protocol/model/console-languages';
import { speak, type Catalog } from './translate';

/** Each by its own name. */
export const languages: Readonly<Record<ConsoleLanguage, string>> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  pt: 'Português (Brasil)',
  ar: 'العربية',
};

export type Language = ConsoleLanguage;

const catalogs: Record<Exclude<Language, 'en'>, () => Promise<{ default: Catalog }>> = {
  de: () => import('./catalogs/de'),
  es: () => import('./catalogs/es'),
  fr: () => import('./catalogs/fr'),
  pt: () => import('./catalogs/pt'),
  ar: () => import('./catalogs/ar'),
};

const place = 'parley.language';
/** It is a copy of what an agent has chosen, and goes when another comes. */
const isCopy = 'parley.language-of-agent';

interface LanguageWishes {
  storage: Pick<Storage, 'getItem'>;
  /** BCP 47, the most wanted first. */
  wanted: readonly string[];
}

interface Browser extends LanguageWishes {
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
}

export function languageOf({ storage, wanted }: LanguageWishes): Language {
  const known = [storage.getItem(place) ?? '', ...wanted].map(base);
  return (known.find((language) => Object.hasOwn(languages, language)) as Language | undefined) ?? 'en';
}

/** What was chosen in this browser; null: nothing, it speaks as the browser wants. */
export const keptLanguage = (storage: Pick<Storage, 'getItem'>): string | null => storage.getItem(place);

/** Holds from the next load of the page on. @param language null: as the browser wants */
export function keepLanguage(
  storage: Browser['storage'],
  language: Language | null,
  by: 'agent' | 'browser',
): void {
  if (language === null) storage.removeItem(place);
  else storage.setItem(place, language);
  if (by === 'agent' && language !== null) storage.setItem(isCopy, 'yes');
  else storage.removeItem(isCopy);
}

/** Who comes is spoken to as they chose. @returns whether the page is to be loaded again for it */
export function takeLanguageOf(browser: Browser, agent: { language?: Language } | undefined): boolean {
  const before = languageOf(browser);
  const { storage } = browser;
  if (agent?.language) keepLanguage(storage, agent.language, 'agent');
  else if (storage.getItem(isCopy)) keepLanguage(storage, null, 'agent');
  return languageOf(browser) !== before;
}

/** With the region of the browser where it reads this language, too; digits that order numbers have, too. */
export function localeOf(language: Language, wanted: readonly string[]): string {
  const own = wanted.find((tag) => base(tag) === language);
  if (language === 'ar') return `${own ?? 'ar'}-u-nu-latn`;
  return own ?? (language === 'pt' ? 'pt-BR' : language);
}

/** English where the words cannot be fetched: there is something to work with. */
export async function loadLanguage(browser: LanguageWishes, page: HTMLElement): Promise<void> {
  const language = languageOf(browser);
  const [words, server] = language === 'en' ? [] : await wordsOf(language).catch(() => []);
  const spoken = words ? language : 'en';
  speak(localeOf(spoken, browser.wanted), words?.default ?? {}, server?.serverWords);
  page.lang = spoken === 'pt' ? 'pt-BR' : spoken;
  page.dir = spoken === 'ar' ? 'rtl' : 'ltr';
}

const wordsOf = (language: keyof typeof catalogs) =>
  Promise.all([catalogs[language](), import('../../protocol/server-texts/said')]);

const base = (tag: string): string => tag.toLowerCase().split('-')[0]!;

// In which language the console speaks: what was chosen in this browser, else the first of the browser's that it knows.
import { speak, type Catalog } from './words';

/** Each by its own name. */
export const languages = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  pt: 'Português (Brasil)',
  ar: 'العربية',
} as const;

export type Language = keyof typeof languages;

const catalogs: Record<Exclude<Language, 'en'>, () => Promise<{ default: Catalog }>> = {
  de: () => import('./catalogs/de'),
  es: () => import('./catalogs/es'),
  fr: () => import('./catalogs/fr'),
  pt: () => import('./catalogs/pt'),
  ar: () => import('./catalogs/ar'),
};

const place = 'parley.language';

interface Browser {
  storage: Pick<Storage, 'getItem' | 'setItem'>;
  /** BCP 47, the most wanted first. */
  wanted: readonly string[];
}

export function languageOf({ storage, wanted }: Browser): Language {
  const known = [storage.getItem(place) ?? '', ...wanted].map(base);
  return (known.find((language) => Object.hasOwn(languages, language)) as Language | undefined) ?? 'en';
}

/** Holds from the next load of the page on. */
export function keepLanguage(storage: Browser['storage'], language: Language): void {
  storage.setItem(place, language);
}

/** With the region of the browser where it reads this language, too; digits that order numbers have, too. */
export function localeOf(language: Language, wanted: readonly string[]): string {
  const own = wanted.find((tag) => base(tag) === language);
  if (language === 'ar') return `${own ?? 'ar'}-u-nu-latn`;
  return own ?? (language === 'pt' ? 'pt-BR' : language);
}

/** English where the words cannot be fetched: there is something to work with. */
export async function loadLanguage(browser: Browser, page: HTMLElement): Promise<void> {
  const language = languageOf(browser);
  const found = language === 'en' ? undefined : await catalogs[language]().catch(() => undefined);
  const spoken = found ? language : 'en';
  speak(localeOf(spoken, browser.wanted), found?.default ?? {});
  page.lang = spoken === 'pt' ? 'pt-BR' : spoken;
  page.dir = spoken === 'ar' ? 'rtl' : 'ltr';
}

const base = (tag: string): string => tag.toLowerCase().split('-')[0]!;

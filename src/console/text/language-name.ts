import { locale, t } from '../i18n/translate';

const names = new Intl.DisplayNames(locale() ?? 'en', { type: 'language' });

/** @param code ISO 639-1, or `und` where it is not known */
export const languageName = (code: string): string =>
  code === 'und' ? t('another language') : (names.of(code) ?? code);

/** In which the agent reads. */
export const ownLanguage = (): string => (locale() ?? navigator.language).slice(0, 2).toLowerCase();

import { locale } from '../i18n/translate';

const names = new Intl.DisplayNames(locale(), { type: 'language' });
export const languageName = (code: string): string => names.of(code) ?? code;

/** Those that most people write in. */
export const languages = 'ar cs da de el en es fi fr he hi hu id it ja ko nl no pl pt ro ru sv th tr uk vi zh'
  .split(' ')
  .map((code) => ({ value: code, label: languageName(code) }))
  .sort((a, b) => a.label.localeCompare(b.label, locale()));

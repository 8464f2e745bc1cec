import type { Init } from './frame-messages';

/** The document's language, direction and colours. @param locale of the words */
export function applyTheme({ theme, accent }: Pick<Init, 'theme' | 'accent'>, locale: string): void {
  const root = document.documentElement;
  root.lang = locale;
  root.dir = /^(ar|fa|he|ur)\b/.test(locale) ? 'rtl' : 'ltr';
  if (theme) root.dataset['theme'] = theme;
  if (accent) root.style.setProperty('--accent', accent);
}

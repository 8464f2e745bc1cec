// The help centre's own words; articles are in the words of whoever wrote them.
const en = {
  help: 'Help',
  skip: 'To the content',
  search: 'Search',
  searchLabel: 'Search the help articles',
  placeholder: 'What can we help you with?',
  other: 'More',
  all: (count: number) => `All ${count} articles`,
  found: (count: number, query: string) =>
    count === 1 ? `One article about “${query}”` : `${count} articles about “${query}”`,
  nothing: (query: string) => `Nothing found for “${query}”`,
  nothingHint: 'Try fewer or other words, or look through the topics.',
  empty: 'There are no articles yet.',
  changed: 'Last changed',
  missing: 'This page is not here',
  missingHint: 'The article may have been renamed or taken away. Search for it, or look through the topics.',
  busy: 'Too many searches',
  busyHint: 'Wait a moment, then try again.',
  broken: 'This did not work',
  brokenHint: 'Try again in a moment.',
  back: 'All topics',
  earlier: 'Previous',
  later: 'Next',
  language: 'Language',
  allLanguages: 'All languages',
};

export type HelpWords = typeof en;

const de: HelpWords = {
  help: 'Hilfe',
  skip: 'Zum Inhalt',
  search: 'Suchen',
  searchLabel: 'Hilfeartikel durchsuchen',
  placeholder: 'Wobei können wir helfen?',
  other: 'Weiteres',
  all: (count) => `Alle ${count} Artikel`,
  found: (count, query) => (count === 1 ? `Ein Artikel zu „${query}“` : `${count} Artikel zu „${query}“`),
  nothing: (query) => `Nichts gefunden zu „${query}“`,
  nothingHint: 'Versuchen Sie es mit weniger oder anderen Wörtern, oder sehen Sie die Themen durch.',
  empty: 'Es gibt noch keine Artikel.',
  changed: 'Zuletzt geändert',
  missing: 'Diese Seite gibt es nicht',
  missingHint:
    'Der Artikel wurde vielleicht umbenannt oder entfernt. Suchen Sie danach, oder sehen Sie die Themen durch.',
  busy: 'Zu viele Suchen',
  busyHint: 'Warten Sie einen Augenblick und versuchen Sie es dann noch einmal.',
  broken: 'Das hat nicht geklappt',
  brokenHint: 'Versuchen Sie es gleich noch einmal.',
  back: 'Alle Themen',
  earlier: 'Zurück',
  later: 'Weiter',
  language: 'Sprache',
  allLanguages: 'Alle Sprachen',
};

const es: HelpWords = {
  help: 'Ayuda',
  skip: 'Ir al contenido',
  search: 'Buscar',
  searchLabel: 'Buscar en los artículos de ayuda',
  placeholder: '¿En qué podemos ayudarle?',
  other: 'Otros',
  all: (count) => `Los ${count} artículos`,
  found: (count, query) =>
    count === 1 ? `Un artículo sobre «${query}»` : `${count} artículos sobre «${query}»`,
  nothing: (query) => `No se encontró nada sobre «${query}»`,
  nothingHint: 'Pruebe con menos palabras o con otras, o mire los temas.',
  empty: 'Todavía no hay artículos.',
  changed: 'Última modificación',
  missing: 'Esta página no existe',
  missingHint: 'Puede que el artículo tenga otro nombre o se haya retirado. Búsquelo o mire los temas.',
  busy: 'Demasiadas búsquedas',
  busyHint: 'Espere un momento y vuelva a intentarlo.',
  broken: 'No ha funcionado',
  brokenHint: 'Vuelva a intentarlo en un momento.',
  back: 'Todos los temas',
  earlier: 'Anterior',
  later: 'Siguiente',
  language: 'Idioma',
  allLanguages: 'Todos los idiomas',
};

const fr: HelpWords = {
  help: 'Aide',
  skip: 'Aller au contenu',
  search: 'Rechercher',
  searchLabel: 'Rechercher dans les articles d’aide',
  placeholder: 'Comment pouvons-nous vous aider ?',
  other: 'Autres',
  all: (count) => `Les ${count} articles`,
  found: (count, query) =>
    count === 1 ? `Un article sur « ${query} »` : `${count} articles sur « ${query} »`,
  nothing: (query) => `Rien trouvé pour « ${query} »`,
  nothingHint: 'Essayez avec moins de mots ou d’autres mots, ou parcourez les thèmes.',
  empty: 'Il n’y a pas encore d’articles.',
  changed: 'Dernière modification',
  missing: 'Cette page n’existe pas',
  missingHint: 'L’article a peut-être changé de nom ou été retiré. Recherchez-le, ou parcourez les thèmes.',
  busy: 'Trop de recherches',
  busyHint: 'Patientez un instant, puis réessayez.',
  broken: 'Cela n’a pas fonctionné',
  brokenHint: 'Réessayez dans un instant.',
  back: 'Tous les thèmes',
  earlier: 'Précédent',
  later: 'Suivant',
  language: 'Langue',
  allLanguages: 'Toutes les langues',
};

const all: Record<string, HelpWords> = { en, de, es, fr };

/** English for a language that we have not. @param language ISO 639-1 */
export function helpWords(language: string | undefined): { lang: string; words: HelpWords } {
  const words = language !== undefined && Object.hasOwn(all, language) ? all[language] : undefined;
  return words ? { lang: language!, words } : { lang: 'en', words: en };
}

const rightToLeft = new Set(['ar', 'fa', 'he', 'ur']);
export const directionOf = (language: string | undefined): 'rtl' | 'ltr' | 'auto' =>
  language === undefined ? 'auto' : rightToLeft.has(language) ? 'rtl' : 'ltr';

/** A language in its own words: "Deutsch". */
export function nameOfLanguage(language: string): string {
  return new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
}

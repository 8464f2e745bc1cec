/** In which the console speaks; English is the first. ISO 639-1. */
export const consoleLanguages = ['en', 'de', 'es', 'fr', 'pt', 'ar'] as const;

export type ConsoleLanguage = (typeof consoleLanguages)[number];

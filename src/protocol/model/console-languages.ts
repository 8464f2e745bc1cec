/** In which the console speaks; English is the first. ISO 639-1. */
export const consoleLanguages = ['en', 'de', 'es', 'fr', 'pt', 'ar'] as const;

export type ConsoleLanguage = (typeof consoleLanguages)[number];

/** Of what was kept; English where there is nothing, or none that the console speaks. */
export const consoleLanguageOf = (language: string | null | undefined): ConsoleLanguage =>
  consoleLanguages.find((known) => known === language) ?? 'en';

// "Did that help?", asked once a conversation after a quiet minute.

/** By ISO 639-1; the languages of small talk. */
const questions: Record<string, string> = {
  en: 'Did that help?',
  de: 'Hat das geholfen?',
  es: '¿Te ha servido de ayuda?',
  fr: 'Est-ce que cela vous a aidé ?',
  pt: 'Isso ajudou?',
  it: 'È stato utile?',
  nl: 'Heeft dat geholpen?',
  pl: 'Czy to pomogło?',
  ru: 'Это помогло?',
  ja: 'お役に立ちましたか？',
  zh: '这对您有帮助吗？',
  ar: 'هل كان هذا مفيدًا؟',
};

const texts: ReadonlySet<string> = new Set(Object.values(questions));

/** @param language ISO 639-1; English for what is not spoken */
export function helpedQuestion(language: string | undefined): string {
  return questions[language ?? 'en'] ?? questions['en']!;
}

export function asksIfHelped(text: string): boolean {
  return texts.has(text);
}

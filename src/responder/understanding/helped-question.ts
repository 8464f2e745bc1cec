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

/** The answers to it, as buttons: understood as what they say when they come back. */
const answers: Record<string, readonly [yes: string, no: string]> = {
  en: ['Yes', 'No'],
  de: ['Ja', 'Nein'],
  es: ['Sí', 'No'],
  fr: ['Oui', 'Non'],
  pt: ['Sim', 'Não'],
  it: ['Sì', 'No'],
  nl: ['Ja', 'Nee'],
  pl: ['Tak', 'Nie'],
  ru: ['Да', 'Нет'],
  ja: ['はい', 'いいえ'],
  zh: ['是的', '不是'],
  ar: ['نعم', 'لا'],
};

const asked: ReadonlyMap<string, string> = new Map(
  Object.entries(questions).map(([code, text]) => [text, code]),
);

/** @param language ISO 639-1; English for what is not spoken */
export function helpedQuestion(language: string | undefined): string {
  return questions[language ?? 'en'] ?? questions['en']!;
}

/** The language in which a text asks it, ISO 639-1; undefined when it is something else. */
export function helpedQuestionLanguage(text: string): string | undefined {
  return asked.get(text);
}

/** The answers that a text offers when it asks it, in its language: yes, then no. */
export function helpedAnswers(text: string): readonly [yes: string, no: string] | undefined {
  const language = helpedQuestionLanguage(text);
  return language === undefined ? undefined : answers[language];
}

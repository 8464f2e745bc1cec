// How a letter begins, in the language of what it says.
import { languageOf } from '../../knowledge/language';

/** By ISO 639-1; the languages of small talk. */
const greetings: Record<string, string> = {
  en: 'Hello',
  de: 'Guten Tag',
  es: 'Hola',
  fr: 'Bonjour',
  pt: 'Olá',
  it: 'Buongiorno',
  nl: 'Hallo',
  pl: 'Dzień dobry',
  ru: 'Здравствуйте',
  ja: 'こんにちは',
  zh: '您好',
  ar: 'مرحبًا',
};

/** @param name what the customer is called; an address is no name */
export function letterGreeting(text: string, name: string | undefined): string {
  const greeting = greetings[languageOf(text) ?? 'en'] ?? greetings['en']!;
  return name === undefined || name.includes('@') ? `${greeting},` : `${greeting} ${name},`;
}

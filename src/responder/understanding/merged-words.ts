// What a customer reads at the end of a conversation that goes on in another one of theirs.
import type { Message } from '../../protocol/model/message';
import { toTurns } from '../transcript';
import { languageSpoken } from './small-talk';

/** By ISO 639-1; the languages of small talk. */
const wordsBy: Record<string, string> = {
  en: 'This goes on in your other conversation.',
  de: 'Hier geht es in Ihrem anderen Gespräch weiter.',
  es: 'Esto continúa en su otra conversación.',
  fr: 'La suite se trouve dans votre autre conversation.',
  pt: 'Isto continua na sua outra conversa.',
  it: 'Si continua nell’altra sua conversazione.',
  nl: 'Dit gaat verder in uw andere gesprek.',
  pl: 'Ciąg dalszy jest w Państwa drugiej rozmowie.',
  ru: 'Продолжение — в другом вашем разговоре.',
  ja: 'この続きは、もう一つの会話にあります。',
  zh: '后续内容请见您的另一个对话。',
  ar: 'يستمر هذا في محادثتك الأخرى.',
};

/** @param messages of one session, ascending */
export const mergedWords = (messages: readonly Message[]): string =>
  wordsBy[languageSpoken(toTurns(messages)) ?? 'en'] ?? wordsBy['en']!;

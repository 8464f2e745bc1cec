// "How was it?", asked once a conversation when the team closes it, where the customer is written to and sees no widget.
import type { Message } from '../../protocol/model/message';
import { toTurns } from '../transcript';
import { languageSpoken } from './small-talk';

interface Words {
  question: string;
  /** At most 20 characters each: a button of WhatsApp has no place for more. */
  answers: readonly [good: string, middling: string, bad: string];
}

/** By ISO 639-1; the languages of small talk. */
export const ratingWordsBy: Record<string, Words> = {
  en: { question: 'This conversation is closed. How was it?', answers: ['Good', 'OK', 'Bad'] },
  de: { question: 'Dieses Gespräch ist beendet. Wie war es?', answers: ['Gut', 'Mittel', 'Schlecht'] },
  es: { question: 'Esta conversación ha terminado. ¿Qué tal ha ido?', answers: ['Bien', 'Regular', 'Mal'] },
  fr: {
    question: 'Cette conversation est terminée. Comment était-ce ?',
    answers: ['Bien', 'Moyen', 'Mauvais'],
  },
  pt: { question: 'Esta conversa terminou. Como foi?', answers: ['Bem', 'Razoável', 'Mal'] },
  it: { question: 'Questa conversazione è conclusa. Com’è andata?', answers: ['Bene', 'Così così', 'Male'] },
  nl: { question: 'Dit gesprek is afgesloten. Hoe was het?', answers: ['Goed', 'Matig', 'Slecht'] },
  pl: { question: 'Ta rozmowa jest zakończona. Jak było?', answers: ['Dobrze', 'Średnio', 'Źle'] },
  ru: { question: 'Этот разговор завершён. Как всё прошло?', answers: ['Хорошо', 'Нормально', 'Плохо'] },
  ja: {
    question: 'この会話は終了しました。対応はいかがでしたか？',
    answers: ['良い', '普通', '悪い'],
  },
  zh: { question: '本次对话已结束。您觉得怎么样？', answers: ['好', '一般', '不好'] },
  ar: { question: 'انتهت هذه المحادثة. كيف كانت؟', answers: ['جيدة', 'مقبولة', 'سيئة'] },
};

const byQuestion = new Map(Object.values(ratingWordsBy).map((words) => [words.question, words]));

/**
 * The question, in the customer's language; undefined where there is nothing to judge, it was asked before, or "Did that
 * help?" was asked of it.
 * @param messages of one session, ascending
 * @param house the organization's language, for whom no words are there or whose language nobody knows
 */
export function ratingQuestion(messages: readonly Message[], house = 'en'): string | undefined {
  const language = ratingLanguage(messages, house);
  return language && (ratingWordsBy[language] ?? ratingWordsBy[house] ?? ratingWordsBy['en']!).question;
}

/** The language to ask it in, ISO 639-1; undefined as above. */
export function ratingLanguage(messages: readonly Message[], house = 'en'): string | undefined {
  if (messages.some(({ metadata, delivery }) => metadata.asks === 'rating' && delivery !== 'failed'))
    return undefined;
  const asked = messages.findLastIndex(({ metadata }) => metadata.asks === 'helped');
  if (!messages.slice(asked + 1).some(isAnswer)) return undefined;
  return languageSpoken(toTurns(messages)) ?? house;
}

/** The answers that a text offers when it asks it, in its language: good, middling, bad. */
export function ratingAnswers(question: string): Words['answers'] | undefined {
  return byQuestion.get(question)?.answers;
}

/** A person's word, or an answer of the AI out of articles; a greeting is none, and what did not arrive helped nobody. */
function isAnswer({ type, sender, metadata, delivery }: Message): boolean {
  const isSaid = !['system', 'handover', 'note'].includes(type) && !metadata.past && delivery !== 'failed';
  if (!isSaid || sender === 'customer') return false;
  return sender !== 'ai' || Boolean(metadata.sources?.length);
}

// What a mail asks for a rating in: the organization's own words in the customer's language, those that it wrote for all other
// languages, or the built-in ones. Pure.
import type { MailSettings } from './mail-settings';
import { ratingLanguages, ratingWords } from './rating-words';

export interface RatingQuestion {
  text: string;
  subject: string;
  /** Of the faces and of the page that they lead to, ISO 639-1. */
  language: string;
}

/**
 * @param spoken by the customer, ISO 639-1
 * @param house the organization's language, for whom no built-in words are there
 */
export function ratingQuestionIn(
  spoken: string,
  { rateText, rateTexts }: Pick<MailSettings, 'rateText' | 'rateTexts'>,
  house: string | undefined,
): RatingQuestion {
  const own = (code: string | undefined) => rateTexts.find(({ language }) => language === code)?.text;
  const isKnown = ratingLanguages.includes(spoken);
  const { lang: language, words } = ratingWords(isKnown ? spoken : (house ?? 'en'));
  const text = own(spoken) ?? rateText ?? (isKnown ? undefined : own(house)) ?? words.question;
  return { text, subject: words.subject, language };
}

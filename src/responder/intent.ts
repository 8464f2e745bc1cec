// What a customer wants, in one line: the sentence that asks, without greeting and signature. Pure.
import { onlyAsksForPerson } from './understanding/asks-for-person/asks-for-person';
import { isComplaint } from './understanding/complaint';
import { isAngry } from './understanding/sentiment';

const longest = 120;
/** The start of a message that says nothing of the matter: "Hi there, I hope you are well." */
const openings =
  /^\s*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|hallo|guten (?:tag|morgen|abend)|moin|hola|buen[oa]s(?: d[ií]as| tardes| noches)?|bonjour|bonsoir|salut|ol[aá]|oi|bom dia|boa tarde|ciao|buongiorno|здравствуйте|добрый день|привет|你好|您好|こんにちは|مرحبا|السلام عليكم|नमस्ते)(?=[\s,!.،，、]|$)(?:\s(?:there|all|team|everyone|zusammen|a todos|à tous))?[\s,!.،，、]*/iu;
/** Sentences that are about who writes, or about writing. */
const aside =
  /^(?:my name is|i am writing|i hope|thank(?:s| you)|please help|can you help|mein name ist|ich heiße|vielen dank|danke|mi nombre es|me llamo|gracias|je m'appelle|je m’appelle|merci|meu nome|obrigad[oa]|меня зовут|спасибо|我叫|谢谢|ありがとう|شكرا|best|regards|kind regards|mit freundlichen|viele grüße|saludos|cordialement)\b/iu;
/** Where somebody can be reached, in a few words: "Mail me at jo@example.com". A number without a + may be an order's. */
const address = /(?<!\S)[^\s@]{1,64}@[^\s@]{1,255}|\+\d[\d\s()/-]{6,20}\d/gu;
const fewWords = 5;
const asks = /[?？؟]\s*$/u;
const wishes =
  /\b(?:want|need|would like|'d like|please|can you|could you|cancel|refund|return|change|möchte|will|brauche|bitte|stornieren|quiero|necesito|quisiera|por favor|cancelar|je veux|je voudrais|besoin|annuler|quero|preciso|gostaria|хочу|нужно|прошу)\b|想|要|请|お願い|たい|أريد|चाहिए|चाहता/iu;

/** @param text what a customer wrote; @returns '' when it says nothing */
export function intentLine(text: string): string {
  const sentences = sentencesOf(text);
  const isOutburst = (one: string) => isAngry(one) && !asks.test(one) && !wishes.test(one);
  const calm = sentences.filter((one) => isTelling(one) && !isOutburst(one));
  const telling = calm.length > 0 ? calm : sentences.filter(isTelling);
  const best =
    telling.findLast((sentence) => asks.test(sentence)) ??
    telling.find((sentence) => wishes.test(sentence)) ??
    telling.find(isComplaint) ??
    telling[0] ??
    sentences[0] ??
    '';
  return best.length <= longest ? best : `${best.slice(0, longest - 1).trimEnd()}…`;
}

/** Without greetings. */
export const sentencesOf = (text: string): string[] =>
  text
    .replace(openings, '')
    .split(/(?<=[.!?])\s+(?=[\p{L}\p{N}¿¡"'„«(])|(?<=[。！？؟])|\n+/u)
    .map((sentence) => sentence.replace(openings, '').replace(/\s+/g, ' ').trim())
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));

/** It is about the matter, and not about who writes, or to whom. */
export const isTelling = (sentence: string): boolean =>
  !aside.test(sentence) && !onlyAsksForPerson(sentence) && !isAddress(sentence);

export const isShort = (text: string): boolean => text.trim().split(/\s+/).length <= fewWords;

function isAddress(sentence: string): boolean {
  const rest = sentence.replace(address, '');
  return rest !== sentence && isShort(rest) && !asks.test(sentence) && !wishes.test(sentence);
}

// "Yes." before a sentence that says so: only where it names all that was asked about, and neither denies nor limits it.
import { terms } from '../../knowledge/tokenize';

interface Words {
  yes: string;
  /** A question that is answered with yes or no begins so. */
  asks: RegExp;
  /** A sentence with one of these denies, limits or weighs: the reader judges. */
  limits: RegExp;
}

const by: Record<string, Words> = {
  en: {
    yes: 'Yes.',
    asks: /^(?:do|does|did|can|could|may|is|are|will|have|has) (?!\w+n['’]t)/i,
    limits:
      /\b(?:not?|cannot|never|nor|neither|none|nothing|without|unless|if|only|except|excluding|until|but|however|instead|unfortunately|some|most|usually|depends?|may|might|or)\b|n['’]t\b/i,
  },
  de: {
    yes: 'Ja.',
    asks: /^(?:kann|können|darf|dürfen|gibt es|haben|habt|ist|sind|liefern|versenden|verschicken|bieten|akzeptieren|nehmen|geht) /i,
    limits:
      /(?<!\p{L})(?:nicht|kein\w*|nie|niemals|ohne|außer|nur|wenn|falls|sofern|aber|jedoch|leider|statt|bis|manche|meist\w*|oder)(?!\p{L})/iu,
  },
  es: {
    yes: 'Sí.',
    asks: /^¿?(?:puedo|se puede|pueden|hay|tienen|envían|hacen|aceptan|es|está) /i,
    limits:
      /(?<!\p{L})(?:no|ni|nunca|sin|salvo|excepto|solo|sólo|si|pero|hasta|algunos|algunas|o)(?!\p{L})/iu,
  },
  fr: {
    yes: 'Oui.',
    asks: /^(?:est-ce que?|puis-je|peut-on|pouvez-vous|livrez-vous|avez-vous|acceptez-vous|y a-t-il) /i,
    limits:
      /(?<!\p{L})(?:ne|n|pas|jamais|aucun\w*|sans|sauf|seulement|uniquement|si|mais|ou|sinon)(?!\p{L})/iu,
  },
};

/** What is one thing to a customer. */
const same = ['ship deliver send', 'accept take', 'bring return'].map((group) =>
  group.split(' ').flatMap((word) => [...terms(word)]),
);

/** @returns "Yes." in the language, where the sentence says what the question asks; else undefined */
export function saysYes(
  question: string,
  sentence: string,
  language: string | undefined,
): string | undefined {
  const words = Object.hasOwn(by, language ?? 'en') ? by[language ?? 'en'] : undefined;
  const asked = question.trim();
  if (!words || !words.asks.test(asked) || words.limits.test(sentence)) return undefined;
  if (/(?<!\p{L})(?:or|oder|o|ou)(?!\p{L})|[?？]\s*\S/u.test(asked)) return undefined;
  const about = [...terms(asked)];
  const said = terms(sentence);
  const isSaid = (term: string) =>
    said.has(term) || same.some((group) => group.includes(term) && group.some((one) => said.has(one)));
  const isNew = !new RegExp(`^${words.yes.slice(0, -1)}(?!\\p{L})`, 'iu').test(sentence);
  return isNew && about.length > 0 && about.every(isSaid) ? words.yes : undefined;
}

// A passage as an answer: the sentence that answers comes first, at most 60 words are said, and the rest waits for who wants more.
import { cutBetweenWords, withMore } from '../../knowledge/excerpt';
import { countWords, terms, words } from '../../knowledge/tokenize';
import { joined, unitsOf, type Unit } from './passage-units';
import { saysYes } from './says-yes';

export interface ShortAnswer {
  text: string;
  /** The rest of the passage. */
  more?: string;
}

export interface Asked {
  question: string;
  /** ISO 639-1. */
  language?: string | undefined;
  /** What was said in the answer before: it is not said again. */
  said?: string;
  /** Words before "more". */
  most?: number;
}

interface Quotable {
  title: string;
  heading: string;
  /** Without marks of formatting. */
  text: string;
  continues?: true;
}

export const mostWords = 60;

/** Undefined where everything was said before that has to do with the question. */
export function shortAnswer(passage: Quotable, asked: Asked): ShortAnswer | undefined {
  const { question, language, said = '', most = mostWords } = asked;
  const all = unitsOf(passage.text, most);
  const known = squeezed(said);
  const fresh = known === '' ? all : all.filter(({ text }) => !known.includes(squeezed(text)));
  const weights = weigh(fresh, question, passage);
  const order = fresh.map((_, at) => at).sort((one, other) => weights[other]! - weights[one]! || one - other);
  // Of what is left of a passage only that is said which has to do with the question.
  if (fresh.length < all.length && (weights[order[0]!] ?? 0) <= 0) return undefined;
  const best = order.find((at) => !fresh[at]!.isList || fresh[at]!.words <= most);
  if (best === undefined) return onlySteps(fresh, passage);
  const chosen = around(fresh, best, most);
  const rest = all.filter((unit) => !chosen.includes(unit));
  const yes = saysYes(question, chosen[0]!.text, language);
  const whole = joined(chosen);
  const isCut = countWords(whole) > most;
  const body = isCut ? cutToWords(whole, most) : whole;
  const text = yes === undefined ? body : `${yes} ${body}`;
  if (rest.length === 0 && !isCut) return { text: passage.continues ? withMore(text) : text };
  return { text: isCut ? text : withMore(text), more: more(isCut ? all : rest, passage) };
}

/** One sentence that is longer alone. */
function cutToWords(text: string, most: number): string {
  let cut = text;
  for (let count = countWords(cut); count > most; count = countWords(cut))
    cut = cutBetweenWords(cut, Math.floor((cut.length * most) / (count + 1)));
  return cut;
}

/** Nothing but steps that are longer than an answer may be: they stand behind "more", whole, under what they are about. */
function onlySteps(units: readonly Unit[], passage: Quotable): ShortAnswer | undefined {
  const name = passage.heading.split(' · ').at(-1) || passage.title;
  return units.length === 0 ? undefined : { text: withMore(name), more: more(units, passage) };
}

function more(units: readonly Unit[], { continues }: Quotable): string {
  return continues ? withMore(joined(units)) : joined(units);
}

/** What leans on the sentence before it. */
const leans =
  /^(?:it|they|this|these|that|those|then|otherwise|if not|instead|but|and|however|also|er|sie|es|dies\p{L}*|das|dann|sonst|aber|und|ello|esto|ellos|entonces|pero|y|il|elle|ils|elles|cela|ceci|mais|et)(?!\p{L})/iu;

/** From the best one on, as far as its paragraph and the room go; one that leans on the one before takes it along. */
function around(units: readonly Unit[], best: number, most: number): Unit[] {
  let from = best;
  let room = most - units[best]!.words;
  const before = units[best - 1];
  if (before && leans.test(units[best]!.text) && !before.isList && before.words <= room) {
    from -= 1;
    room -= before.words;
  }
  let to = best + 1;
  while (to < units.length && units[to]!.paragraph === units[best]!.paragraph && units[to]!.words <= room)
    room -= units[to++]!.words;
  return units.slice(from, to);
}

const asksFigure =
  /\b(?:how (?:much|many|long|often|far|late|soon|old|big)|when|what (?:is|are|does)[^\n]{0,60} (?:cost|price|fee|rate|hours?|number)|cost|price|wie (?:viel|viele|lange|oft|teuer)|wann|was kostet|combien|quand|cuánt\p{L}+|cuándo|quanto|quando|hoeveel|hoe lang|wanneer|ile|kiedy|сколько|когда)(?!\p{L})/iu;
const asksHow =
  /\b(?:how (?:do|can|could|should|would|to)|what (?:do|should|must) (?:i|we)|steps?|wie (?:kann|mache|geht|bekomme|ändere|storniere)|comment|cómo|como faço|come (?:posso|faccio)|hoe (?:kan|moet)|jak|как)(?!\p{L})/iu;

/** How near each is to the question: rare words weigh more, what the title says of all of them weighs little. */
function weigh(units: readonly Unit[], question: string, { title, heading }: Quotable): number[] {
  const asked = [...terms(question)];
  const about = terms(`${title} ${heading}`);
  const inEach = units.map(({ text }) => terms(text));
  const frequency = (term: string) => inEach.filter((own) => own.has(term)).length;
  const weight = new Map(
    asked.map((term) => [term, (about.has(term) ? 0.5 : 1) / Math.sqrt(Math.max(1, frequency(term)))]),
  );
  const [wantsFigure, wantsSteps] = [asksFigure.test(question), asksHow.test(question)];
  return units.map(({ text, isList }, at) => {
    const shared = asked.filter((term) => inEach[at]!.has(term));
    const near = shared.reduce((sum, term) => sum + weight.get(term)!, 0);
    // What only leads to a list says nothing alone.
    if (!isList && /[:：]$/u.test(text)) return -1;
    const isSteps = wantsSteps && /^ *\(?\d{1,3}[.)]\s/mu.test(text) && isList;
    const hasFigure = wantsFigure && near > 0 && /\p{N}/u.test(text);
    return near + (isSteps ? 1 : 0) + (hasFigure ? 0.5 : 0);
  });
}

function squeezed(text: string): string {
  return words(text).join(' ');
}

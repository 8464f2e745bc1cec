// Greetings, thanks, a "no" to "anything else?": what asks nothing is answered in the conversation's language, and read in the
// light of what was said before it. It is no question, and no reason for a person.
import { languageOf } from '../../knowledge/language';
import { offersPerson } from '../sympathy';
import { openQuestion, textOf, type Turn } from '../transcript';
import { helpedQuestionLanguage } from './helped-question';
import { others } from './more-phrases';
import { western, type Kind, type Phrases, type Reply } from './phrases';

export type SmallTalk =
  | { reply: string }
  /** The customer says yes to the offer of a person. */
  | 'wants a person';

interface Language {
  code: string;
  kinds: ReadonlyMap<string, Kind>;
  /** Longest phrase, in words. */
  longest: number;
  replies: Phrases['replies'];
}

/** What the customer's words answer. */
type Asked =
  | 'nothing'
  | 'how can I help'
  | 'what it is about'
  | 'anything else'
  | 'a person'
  | 'a person, beside an answer'
  | 'an answer'
  | 'a question';

/** Nobody greets at greater length, in UTF-16 units. */
const longestText = 120;
const displeased = /[👎😠😡🤬😞😒🙄😤😢😭💔]/u;
/** Scripts that are written without spaces: a phrase may end anywhere. */
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u;

const languages: Language[] = Object.entries({ ...western, ...others }).map(([code, { says, replies }]) => {
  const kinds = new Map(
    Object.entries(says).flatMap(([kind, list]) =>
      list.split('|').map((phrase): [string, Kind] => [plain(phrase), kind as Kind]),
    ),
  );
  return {
    code,
    kinds,
    replies,
    longest: Math.max(...[...kinds.keys()].map((one) => one.split(' ').length)),
  };
});

const replied = new Map(
  languages.flatMap(({ code, replies }) =>
    Object.entries(replies).map(([reply, text]) => [text, { code, reply: reply as Reply }] as const),
  ),
);

/** @param turns ends with what the customer wrote since somebody last answered */
export function smallTalk(turns: readonly Turn[]): SmallTalk | undefined {
  const question = openQuestion(turns);
  const said = question.map(({ text }) => text.trim()).filter(Boolean);
  if (said.length === 0 || question.some(({ file }) => file)) return undefined;
  if (said.some((text) => text.length > longestText)) return undefined;
  const before = turns.slice(0, turns.length - question.length);
  const understood = languages.flatMap((language) => {
    const kinds = kindsOf(said, language);
    return kinds ? [{ language, kinds }] : [];
  });
  const own = languageBefore(before);
  const best = understood.find(({ language }) => language.code === own) ?? understood[0];
  if (!best) return undefined;
  const reply = replyTo(best.kinds, askedIn(before));
  if (reply === undefined || reply === 'wants a person') return reply;
  const spoken = languages.find(({ code }) => code === own) ?? best.language;
  return { reply: spoken.replies[reply] };
}

/** The kinds of all messages; undefined where one of them says anything else in this language. */
function kindsOf(said: readonly string[], language: Language): Set<Kind> | undefined {
  const kinds = new Set<Kind>();
  for (const text of said) {
    const found = kindsIn(text, language);
    if (!found) return undefined;
    for (const kind of found) kinds.add(kind);
  }
  return kinds;
}

function kindsIn(text: string, { kinds, longest }: Language): Kind[] | undefined {
  const words = plain(text);
  if (words === '') return emojiKind(text);
  const found: Kind[] = [];
  const units = unspaced.test(words) ? [...words.replaceAll(' ', '')] : words.split(' ');
  const joint = unspaced.test(words) ? '' : ' ';
  const most = joint === '' ? 16 : longest;
  for (let at = 0; at < units.length;) {
    let length = Math.min(most, units.length - at);
    while (length > 0 && !kinds.has(units.slice(at, at + length).join(joint))) length -= 1;
    if (length === 0) return undefined;
    found.push(kinds.get(units.slice(at, at + length).join(joint))!);
    at += length;
  }
  const telling = found.filter((kind) => kind !== 'filler');
  return telling.length > 0 ? telling : undefined;
}

function emojiKind(text: string): Kind[] | undefined {
  if (!/\p{Extended_Pictographic}/u.test(text) || /[?？]/.test(text)) return undefined;
  return [displeased.test(text) ? 'unhelpful' : 'thanks'];
}

function askedIn(before: readonly Turn[]): Asked {
  const last = before.findLast(({ sender }) => sender !== 'customer');
  if (!last) return 'nothing';
  const reply = replied.get(last.text)?.reply;
  if (reply === 'offer') return 'a person';
  if (reply === 'thanks') return 'anything else';
  if (reply === 'bye') return 'nothing';
  if (reply === 'more') return 'what it is about';
  if (reply) return 'how can I help';
  if (helpedQuestionLanguage(last.text)) return 'an answer';
  if (offersPerson(last.text)) return 'a person, beside an answer';
  return /[?？؟]$/.test(last.text.trimEnd()) ? 'a question' : 'an answer';
}

function replyTo(kinds: ReadonlySet<Kind>, asked: Asked): Reply | 'wants a person' | undefined {
  const has = (kind: Kind) => kinds.has(kind);
  if (asked === 'a person, beside an answer') {
    if (has('yes') || has('unhelpful')) return 'wants a person';
    return replyTo(kinds, has('no') ? 'anything else' : 'an answer');
  }
  const isOver = has('done') || has('bye') || (has('no') && has('thanks'));
  if (asked === 'a person') {
    if (has('unhelpful') || ((has('yes') || has('thanks')) && !isOver && !has('no'))) return 'wants a person';
    if (isOver || has('no')) return 'bye';
  }
  if (has('unhelpful')) return 'offer';
  if (has('whoAreYou')) return 'whoAreYou';
  if (has('howAreYou')) return 'howAreYou';
  if (isOver) return 'bye';
  // Who says no more when asked is better understood by a person.
  if (has('hasQuestion')) return asked === 'what it is about' ? undefined : 'more';
  const isShort = has('yes') || has('no') || has('thanks');
  // What a model asked is the model's to read.
  if (asked === 'a question' && isShort) return undefined;
  if (has('no')) return asked === 'an answer' ? 'offer' : asked === 'nothing' ? 'more' : 'bye';
  if (has('yes')) return asked === 'an answer' ? 'thanks' : 'more';
  if (has('thanks')) return asked === 'anything else' ? 'bye' : 'thanks';
  return 'greeting';
}

/** The language of a conversation, ISO 639-1; undefined when it is too short to tell. */
export const languageSpoken = languageBefore;

/** The language of what was said in earnest, else that of the last small talk; undefined at the beginning. */
function languageBefore(before: readonly Turn[]): string | undefined {
  const asked = helpedQuestionLanguage(before.at(-1)?.text ?? '');
  if (asked) return asked;
  const earnest = before.filter(({ sender, text }) => sender === 'customer' || !replied.has(text));
  const customers = earnest.filter((turn) => turn.sender === 'customer' && !isKnownPhrase(turn.text));
  const own =
    languageOf(textOf(customers)) ??
    languageOf(textOf(earnest.filter(({ sender }) => sender !== 'customer')));
  return own ?? before.map(({ text }) => replied.get(text)?.code).findLast((code) => code !== undefined);
}

/** "That did not help", in whatever language. */
export function saysUnhelpful(text: string): boolean {
  return (
    text.length <= longestText && languages.some((language) => kindsIn(text, language)?.includes('unhelpful'))
  );
}

function isKnownPhrase(text: string): boolean {
  return text.length <= longestText && languages.some((language) => kindsIn(text, language));
}

/** Lower case without accents, apostrophes and punctuation. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}'’`]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

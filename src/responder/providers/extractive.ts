// Answers in the articles' own words: the sentence of the best passage that answers, or a person.
import { words } from '../../knowledge/tokenize';
import type { Passage } from '../../knowledge/passage';
import { say } from '../../protocol/server-texts/said';
import { plainText } from '../plain-text';
import { textOf, type Turn } from '../transcript';
import { toSource, type AnswerRequest, type Provider, type ProviderAnswer } from './provider';
import { mostWords, shortAnswer, type ShortAnswer } from './short-answer';

export function extractiveProvider(): Provider {
  return {
    name: 'extractive',
    // What they mean for an organization's own articles, `npm run answers:evaluate` and its answer lab say.
    // A question of what one thing is for, where the base has an article of another side of that thing only, is as sure as a right one:
    // of BANKING77 with 27 of its 77 articles left out, 12 % of those out of scope pass 0.82 (one question in five), 5 % pass 0.92,
    // at which the rightly answered fall to about half (.39 to .18 there, .38 to .19 with all 77, .17 to .09 of a software's questions).
    // Nothing that was tried tells them apart: two dozen more signals (unknown words, siblings' titles, agreement of words and vectors, what the
    // question says beyond its subject), fitted to these very questions, let as many through at as many right answers. Of the 116 that
    // pass there in all (10.8 %), the article does answer 37, read one by one.
    floors: { cautious: 0.9, balanced: 0.82, eager: 0.58 },
    async answer(request) {
      return request.parts ? answerEach(request.parts, request.language) : answerOne(request);
    },
  };
}

/** Each question under the title of its article. */
function answerEach(
  parts: NonNullable<AnswerRequest['parts']>,
  language: string | undefined,
): ProviderAnswer {
  const most = Math.floor(mostWords / parts.length);
  const clippings = parts.flatMap(({ question, passages: [passage] }) => {
    const answer = passage && shortAnswer(plain(passage), { question, language, most });
    return passage && answer ? [{ passage, answer }] : [];
  });
  const rest = clippings.flatMap(({ passage: { title }, answer: { more } }) =>
    more ? [titled(title, more)] : [],
  );
  return {
    text: clippings.map(({ passage: { title }, answer: { text } }) => titled(title, text)).join('\n\n'),
    ...(rest.length > 0 && { more: rest.join('\n\n') }),
    sources: clippings.map(({ passage }) => toSource(passage)),
    confidence: Math.min(...clippings.map(({ passage: { certainty } }) => certainty)),
  };
}

const titled = (title: string, text: string) =>
  `${/[\p{L}\p{N})]$/u.test(title) ? `${title}:` : title}\n${text}`;

/** What was said is not said again at once: the next part of the passage is, the next passage, or nothing. */
function answerOne({ question, passages, history, language }: AnswerRequest): ProviderAnswer {
  const answers = history.filter(({ sender, sources }) => sender === 'ai' && sources);
  const last = history.findLast(({ sender }) => sender !== 'customer');
  // Who asks the same once more has not found it in anything that was said.
  const isRepeated = answers.length > 0 && asksAgain(question, history);
  const said = isRepeated ? answers : answers.filter((turn) => turn === last);
  for (const passage of passages) {
    const isSaid = said.some(({ sources }) => sources!.some(({ chunkId }) => chunkId === passage.chunkId));
    const asked = { question, language };
    const answer = isSaid
      ? unsaid(passage, { ...asked, said: textOf(said), isRepeated })
      : shortAnswer(plain(passage), asked);
    if (answer) return { ...answer, sources: [toSource(passage)], confidence: passage.certainty };
  }
  const declined = passages[0] && {
    declined: say('told_already'),
  };
  return { text: '', sources: passages.slice(0, 3).map(toSource), confidence: 0, ...declined };
}

interface Said {
  question: string;
  language: string | undefined;
  said: string;
  isRepeated: boolean;
}

/** Another question may have its answer in what was said about the one before, as long as it is not the same again. */
function unsaid(passage: Passage, { isRepeated, ...asked }: Said): ShortAnswer | undefined {
  const { said, ...rest } = asked;
  const again = isRepeated ? undefined : shortAnswer(plain(passage), rest);
  const isNew = again !== undefined && !squeezed(said).includes(squeezed(again.text));
  return isNew ? again : shortAnswer(plain(passage), asked);
}

/** Everything that the question names was in what the customer asked before. */
function asksAgain(question: string, history: readonly Turn[]): boolean {
  const known = new Set(words(textOf(history.filter(({ sender }) => sender === 'customer'))));
  return words(question).every((word) => known.has(word));
}

function plain({ text, title, heading, continues }: Passage) {
  return { title, heading, text: plainText(text), ...(continues && { continues }) };
}

function squeezed(text: string): string {
  return words(text).join(' ');
}

// "Do you mean “Returns” or “Exchanges”?": the one short question where two articles may have been meant.
import type { MessageContent, MessageMetadata } from '../protocol/model/message';

export interface Option {
  articleId: string;
  title: string;
}

/** By ISO 639-1, the languages of small talk; a title stands in the quotation marks of the language. */
const questions: Record<string, { ask: (list: string) => string; marks: readonly [string, string] }> = {
  en: { ask: (list) => `Do you mean ${list}?`, marks: ['“', '”'] },
  de: { ask: (list) => `Meinen Sie ${list}?`, marks: ['„', '“'] },
  es: { ask: (list) => `¿Te refieres a ${list}?`, marks: ['«', '»'] },
  fr: { ask: (list) => `Parlez-vous de ${list} ?`, marks: ['« ', ' »'] },
  pt: { ask: (list) => `Refere-se a ${list}?`, marks: ['“', '”'] },
  it: { ask: (list) => `Intende ${list}?`, marks: ['«', '»'] },
  nl: { ask: (list) => `Bedoelt u ${list}?`, marks: ['“', '”'] },
  pl: { ask: (list) => `Czy chodzi o ${list}?`, marks: ['„', '”'] },
  ru: { ask: (list) => `Вы имеете в виду ${list}?`, marks: ['«', '»'] },
  ja: { ask: (list) => `お尋ねは${list}のことですか？`, marks: ['「', '」'] },
  zh: { ask: (list) => `您是想问${list}吗？`, marks: ['“', '”'] },
  ar: { ask: (list) => `هل تقصد ${list}؟`, marks: ['«', '»'] },
};

/** What a channel with rows can hold (Meta, "Interactive list messages"). */
const mostOptions = 10;
const longestTitle = 120;

/**
 * The question as a message: its words name every option, for channels that have words alone; `metadata.options` are the buttons.
 * @param language ISO 639-1; English for what is not spoken
 */
export function clarifyingQuestion(
  options: readonly Option[],
  language: string | undefined,
): {
  content: Pick<MessageContent, 'text'> & { text: string };
  metadata: Pick<MessageMetadata, 'asks' | 'options'>;
} {
  const code = language !== undefined && Object.hasOwn(questions, language) ? language : 'en';
  const { ask, marks } = questions[code]!;
  const offered = options
    .slice(0, mostOptions)
    .map(({ articleId, title }) => ({ articleId, title: shown(title) }));
  const list = new Intl.ListFormat(code, { type: 'disjunction' });
  const titles = list.format(offered.map(({ title }) => `${marks[0]}${title}${marks[1]}`));
  return { content: { text: ask(titles) }, metadata: { asks: 'which', options: offered } };
}

function shown(title: string): string {
  const line = title.replace(/\s+/g, ' ').trim();
  return line.length <= longestTitle ? line : `${line.slice(0, longestTitle - 1).trimEnd()}…`;
}

/**
 * Which option an answer takes: by its button, by its title or the beginning of it as a button of a phone shows it, or by
 * its number. Undefined where it says something else: it is a question of its own then.
 */
export function chosenOption<O extends Option>(options: readonly O[], answer: string): O | undefined {
  const said = squeezed(answer);
  const number = /^(?:no|nr|option)?(\d{1,2})$/.exec(said)?.[1];
  if (number !== undefined) return options[Number(number) - 1];
  const same = options.filter(({ title }) => said !== '' && squeezed(title) === said);
  if (same.length === 1) return same[0];
  const begun = options.filter(({ title }) => said.length >= 4 && squeezed(title).startsWith(said));
  return begun.length === 1 ? begun[0] : undefined;
}

/** Letters and digits alone: a row of a phone breaks a title anywhere. */
function squeezed(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
